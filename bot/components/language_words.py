"""Small words that tell a language, and words that tell none.

Frequent function words, greetings and everyday chat forms (spoken Finnish, Finland-Swedish) of the three
service languages, and the most telling ones of languages that citizens may try. A word may stand in several
languages. Written without dots too where people leave them out (`mita`, `hur mar du`).
"""

WORDS = {
    "fi": """
        ja on ei en et se että etta mikä mika mitä mita missä missa mistä mista mihin minne miten milloin koska
        kuka kenelle miksi kuinka paljonko paljon onko voiko voinko saako saanko pitääkö pitaako tarvitseeko
        olen olet ole ovat oli olisi minä mina minun mä ma mun mulla mulle mut minulla minulle mua sä sa sun
        sulla te me he ne nää nuo tämä tama tää taa tuo sitä sita sen siis nyt sitten vielä viela vain vaan
        mutta tai kun jos niin kuin kanssa ilman ennen jälkeen jalkeen kautta kiitos kiitti kiitoksia kiits moi
        moikka moro hei heippa terve päivää paivaa huomenta iltaa näkemiin nakemiin hyvää hyvaa hyvä hyva huono
        joo juu kyllä kylla niinkö okei selvä selva sori anteeksi ihminen ihmisen ihmiselle botti robotti haluan
        haluaisin haluisin tahdon voisin voitko voisitko saisinko auta apua auttaa puhua jutella palaute
        palautetta palautteen peruuta peruutetaan lopeta lähetä laheta korjaa ohita nimettömänä nimettomana
        pitää pitaa täytyy taytyy pakko ihan tosi taas aina joskus kukaan mitään mitaan siellä siella täällä
        taalla tänään tanaan huomenna eilen lapsi lapsen lapselle asunto katu maksaa hinta aika ajan varata
        hakea haetaan saa sais mis mist mite mitäs mites entä enta suomeksi suomea kotiin auki kiinni toimii
        toimi löydän loydan löytyy loytyy kysymys kysyä kysya päättyy paattyy tehdä tehda teen menee meni tulee
        tuli vika kadulla mennä kiva kivaa ootko oot onks voiks saaks
    """,
    "sv": """
        och är det att en ett jag du han hon vi ni de dem den inte på pa för for med av till från fran om när
        nar var hur vad varför varfor vem vilken vilka vilket kan får far ska skall skulle vill måste maste har
        hade finns blir blev kommer gör gor mig dig sig min mitt mina din ditt dina sin hans hennes vår er som
        eller men också ocksa så sa här där dar nu då sedan redan bara mycket lite någon nagon något nagot några
        nagra hej hejsan hejdå hejda hallå halla tjena tjenare moj tack tackar god morgon kväll kvall dag goddag
        ja jo nej okej bra dålig dalig förlåt forlat ursäkta ursakta hjälp hjalp prata tala människa manniska
        person robot bot svenska respons feedback skicka avbryt ångra angra sluta rätta hoppa över anonymt
        kostar barn barnet hem idag imorgon igår igar dagis eskis ansöka ansoka söka boka betala byta öppet
        oppet stängt stangt nånting nåt nåst mej dej sej nån va int ingen inget alla annan efter före innan
        under mot utan hos vid vart jättebra roligt trevligt gärna garna snälla fungerar funkar behöver behover
        hittar trasig gatan lägenhet
    """,
    "en": """
        the a an and or but is are was were be been am i you he she it we they me my your his her our their this
        that these those what where when who how why which can could will would shall should may might must do
        does did not no yes to of in on at for from with about by as if than then there here have has had get
        got need want like please thanks thank hi hello hey good morning evening day bye goodbye see later ok
        okay sorry help talk speak human person real agent someone anybody robot bot chatbot feedback complaint
        send cancel stop correct skip anonymous english much many any some all just also now today tomorrow
        yesterday open closed apply book renew pay cost costs price child kids street broken lost find i'm don't
        doesn't can't what's where's it's im dont cant wanna gonna thx pls yeah yep nope great nice work works
        working still question ask tell give kid school card light housing apartment doctor
    """,
    "et": """
        ja on ei ma sa ta me te nad mina sina see mis kus kuidas millal miks kes kas aga või ning ka tere aitäh
        aitah palun head aega tänan tanan jah olen oled soovin tahan saan saab minu sinu räägi eesti keeles
        palju maksab lapse kooli kuhu kust
    """,
    "no": """
        jeg ikke hvor hva hvordan hvorfor hvem når og er det en et til fra på med av vil kan snakke norsk takk
        hei ha deg meg noe noen må ut etter eller også
    """,
    "da": """
        jeg ikke hvor hvad hvordan hvorfor hvem hvornår og er det en et til fra på med af vil kan tale dansk tak
        hej dig mig noget nogen må ud efter eller også
    """,
    "de": """
        ich du er sie wir ihr der die das ein eine einen und oder aber nicht ist sind war bin wie was wo wann
        warum wer kann können möchte mochte habe haben mein meine kein keine bitte danke hallo guten tag morgen
        abend tschüss auf für mit von zu nach gibt es hilfe deutsch sprechen brauche wohnung schule kind kostet
    """,
    "so": """
        waa waxaan ma iyo oo ku ka la si aan ayaan aniga adiga mahadsanid salaan fadlan sidee xagee goorma maxaa
        yaa haa maya caafimaad caawimaad ilmo ilmahayga dugsi iskuul rabaa doonayaa baahanahay soomaali af guri
        waxa
    """,
    "es": """
        el la los las un una y o pero no es son soy está estoy qué que cómo como dónde donde cuándo cuando por
        para con de del en mi tu su gracias hola buenos días dias tardes noches adiós quiero necesito puedo
        hablar español favor cuánto cuesta ayuda hijo
    """,
    "fr": """
        le la les un une des et ou mais ne pas est sont je tu il elle nous vous ils mon ma mes que quoi qui où
        comment quand pourquoi pour avec de du dans merci bonjour salut bonsoir au revoir s'il plaît veux peux
        parler français aide combien j'ai
    """,
    "it": """
        il lo la gli un una e o ma non è sono ho hai che cosa come dove quando perché per con di del della in
        mio mia grazie ciao buongiorno buonasera vorrei posso parlare italiano aiuto quanto costa bisogno
    """,
    "pl": """
        i jest nie to się jak gdzie kiedy dlaczego co kto czy mogę chcę potrzebuję mam mój moja dziękuję
        dziekuje dzień dobry cześć proszę prosze dla z na do po polsku pomoc dziecko
    """,
    "tr": """
        ve bir bu ne nerede nasıl nasil neden kim var yok mı mi için icin ile ben sen biz merhaba teşekkürler
        tesekkurler lütfen lutfen evet hayır istiyorum türkçe yardım çocuk okul
    """,
    "sq": """
        dhe është eshte nuk unë une ti ku si kur pse çfarë cfare për per me në ne faleminderit përshëndetje
        pershendetje mirëdita miredita ju lutem dua shqip ndihmë kam fëmijë
    """,
    "vi": """
        tôi là và của không có cho xin chào cảm ơn ở đâu làm thế nào bao nhiêu muốn cần tiếng việt giúp con
    """,
    "nl": """
        ik je het een en of maar niet is zijn heb wat waar hoe wanneer waarom wie kan wil dank hallo goedemorgen
        voor met van naar
    """,
    "pt": """
        o a os um uma e não nao é são eu você voce como onde quando por para com de do da obrigado obrigada olá
        bom dia preciso quero
    """,
    "ro": """
        și si este sunt nu eu tu unde cum când pentru cu de la mulțumesc multumesc bună buna ziua vreau am
        nevoie ajutor copil
    """,
    "hr": """
        je sam nisam i u na za sa što sto gdje kako kada zašto ko hvala dobar dan zdravo molim trebam želim
        dijete
    """,
}
"""Language → words, space-separated."""

NEUTRAL = frozenset(
    [
        "ok",
        "okay",
        "oke",
        "okei",
        "okej",
        "pdf",
        "app",
        "url",
        "http",
        "https",
        "www",
        "com",
        "fi",
        "email",
        "mail",
        "e-mail",
        "wifi",
        "sms",
        "pin",
        "id",
        "covid",
        "helsinki",
        "helsingfors",
        "espoo",
        "esbo",
        "vantaa",
        "vanda",
        "kallio",
        "berghäll",
        "berghall",
        "töölö",
        "toolo",
        "tölö",
        "tolo",
        "kamppi",
        "kampen",
        "pasila",
        "böle",
        "bole",
        "itäkeskus",
        "itakeskus",
        "malmi",
        "malm",
        "vuosaari",
        "nordsjö",
        "nordsjo",
        "lauttasaari",
        "drumsö",
        "drumso",
        "hakaniemi",
        "hagnäs",
        "oodi",
        "suomenlinna",
        "sveaborg",
        "munkkiniemi",
        "munksnäs",
        "kannelmäki",
        "kannelmaki",
        "haaga",
        "haga",
        "käpylä",
        "kapyla",
        "kottby",
        "arabia",
        "jätkäsaari",
        "jatkasaari",
        "kalasatama",
        "herttoniemi",
        "hsl",
        "hrt",
        "hsy",
        "kela",
        "fpa",
        "maisa",
        "wilma",
        "whatsapp",
        "facebook",
        "instagram",
        "omakanta",
        "kanta",
        "suomi.fi",
        "ohjaamo",
        "hitas",
        "haso",
        "asso",
        "helmet",
        "hus",
        "asuntosäätiö",
        "te",
        "abc",
        "info",
        "chat",
        "bus",
        "metro",
        "visa",
        "mastercard",
        "mobilepay",
    ]
)
"""Names and international words: a message of nothing else keeps the conversation's language."""

SWITCH_REQUESTS = {
    "fi": """
        suomeksi suomea suomenkielellä finska finnish finnska
    """,
    "sv": """
        ruotsiksi ruotsia svenska swedish på-svenska
    """,
    "en": """
        englanniksi englantia engelska english englanti inenglish
    """,
}
"""Language → names of it, in any language: a short message that holds one asks for that language."""
