"""Names of other towns, and of companies: with them a question sounds like ours and is not.

"How do I get a parking permit in Turku" differs from a question to this city by one word, which a classifier weighs
little beside all that it knows. A name does not decide: it only raises the bar that `decision` sets for an answer, for
whoever moves here from Turku may ask for a permit as well.
"""

from __future__ import annotations

import re
from typing import Dict

OWN = r"helsink|helsing|hesa|hesassa|stadi"
"""The city that is served. Another city's own names stand here in its place."""

# As `features.fold` leaves a text: lower case, ä and å as a, ö as o. Beginnings of words, with the stems of inflection.
NAMES: Dict[str, str] = {
    "municipalities of Finland": r"""
        akaa\b|akaass|alajarv|alavu|askola|asikkal|aanekos|enontek|espoo|esbo\b|esbos|eura\b|eurajo|forssa|
        haapajarv|haapaves|hailuot|hameenkyr|hameenlinna|tavastehus|hamina\b|haminas|fredrikshamn|hankasalm|hanko\b|
        hangossa|hango\b|hango\s|hattula|hausjarv|heinola|heinaves|hollola|huittis|humppila|hyrynsalm|hyvinka|
        hyvinge|iisalm|iitti\b|ikaalis|ilmajo|ilomants|imatra|ivalo|inari\b|inariss|inkoo|isojok|isokyr|jakobstad|
        pietarsaar|jamsa|jamijarv|janakkal|joensu|jokioi|joroi|joutsa|juuka\b|juupajo|juva\b|juvalla|jyvaskyla|
        jyvaskyl|jalasjarv|jarvenpaa|traskanda|kaarina\b|kaarinas|kajaani|kajana|kalajok|kangasal|kangasniem|
        kankaanpa|kannus|karkkila|hogfors|karvia|kaskinen|kauhajok|kauhava|kauniai|grankulla|kaustis|kemi\b|kemissa|
        kemij|kempele|kerava|kervo\b|keuruu|kirkkonumm|kyrkslatt|kitee|kittila|kokemak|kokkola|karleby|
        kolari\s?n kun|kontiolah|korsholm|mustasaar|kotka\b|kotkassa|kotkan\b|kouvola|kristinestad|kristiinankaup|
        kronoby|kuhmo|kuopio|kuortane|kurikka|kuusamo|lahti\b|lahdessa|lahdesta|lahteen|lahden kaup|lahtis\b|laihia|
        laitila|lapinlah|lappajarv|lappeenran|villmanstrand|lapua|lapuan|lempaala|lieksa|lieto\b|liedossa|liminka|
        lohja|lohjalla|lojo\b|loimaa|loviisa|lovisa|mariehamn|maarianham|masku\b|mikkeli|mikkel|st michel|muurame|
        mynama|mantsala|mantta|mantyharj|naantali|nadendal|nakkila|nivala|nokia\b|nokialla|nokian\b|nurmeks|
        nurmijarv|narpes|narpio|orimattila|orivesi|oulai|oulu\b|oulu[nst]|uleaborg|outokump|paimio|parainen|parais|
        pargas|parikkala|pedersore|pello\b|petajaves|pieksama|pirkkala|pori\b|porissa|porin\b|bjorneborg|pornai|
        borgna|porvoo|borga\b|posio|pudasjarv|pukkila|punkalai|puolanka|pyhajok|pyhajarv|raahe|brahestad|raisio|
        reso\b|ranua|raasepor|raseborg|ekenas|tammisaar|rauma\b|raumalla|rauman\b|raumo\b|riihimak|rovaniem|ruovesi|
        saarijarv|salla\b|salo\b|salossa|salon kaup|sastamal|savonlinna|nyslott|savukosk|seinajok|sibbo|sipoo|
        siilinjarv|siuntio|sjundea|sodankyla|somero\b|sotkamo|suomussalm|suonenjok|taivalkosk|tampere|tamperee|
        tammerfors|tornio|tornea\b|turku|turun\b|turussa|turusta|abo\b|abos\b|tuusula|tuusby|tyrnava|ulvila|utajarv|
        utsjo|uusikaupunki|uudessakaup|nystad|uusikaarlep|nykarleby|vaasa|vasa\b|valkeakosk|vantaa|vanda\b|varkaus|
        varkaude|vetel|vihti\b|vihdissa|vichtis|viitasaar|virrat|voyri|vora\b|ylitornio|ylivieska|ylojarv|ahtari
    """,
    "towns elsewhere": r"""
        tukholma|stockholm|goteborg|malmo\b|malmossa|uppsala|lund\b|lunds\b|umea|lulea|haparanda|vasteras|orebro|
        linkoping|norrkoping|tallinna|tallinn|tartto|tartu|parnu|riika\b|riga\b|vilna|vilnius|oslo|bergen|trondheim|
        kooppenham|kopenhamn|copenhagen|arhus|reykjavik|pietari\b|pietarissa|st petersburg|saint petersburg|moskova|
        moscow|lontoo|london|manchester|birmingham|leeds|glasgow|edinburgh|liverpool|bristol|cardiff|dublin|croydon|
        camden|pariisi|paris\b|berliini|berlin|hampuri|hamburg|munchen|munich|frankfurt|wien\b|vienna|praha|prag\b|
        prague|varsova|warsaw|budapest|madrid|barcelona|malaga|lissabon|lisbon|rooma\b|roomassa|rome\b|rom\b|milano|
        milan\b|ateena|athens|amsterdam|bryssel|brussels|new york|nyc\b|los angeles|chicago|boston|seattle|
        san francisco|ohio|texas|california|toronto|vancouver|sydney|melbourne|dubai|istanbul|delhi|mumbai|nairobi|
        lagos\b|tokio|tokyo|peking|beijing|shanghai|singapore
    """,
    "companies": r"""
        lidl|fazer|prisma\b|prismas|citymarket|k-market|s-market|alepa|ikea|verkkokauppa\.com|gigantti|tokmann|
        stockmann|elisa\b|elisan\b|telia\b|telian\b|nordea|danske bank|fortum|helen oy|helenin\b|caruna|postnord|
        matkahuol|finnair|norwegian\b|ryanair|viking line|silja|tallink|netflix|spotify|amazon|zalando|airbnb|
        uber\b|wolt\b|foodora|mehilai|terveystal|pihlajalin|lumo\b|yths|shvs
    """,
}
"""What it is → alternatives of a regular expression. The groups are for reading."""

_OWN = re.compile(rf"\b(?:{OWN})")
_OTHER = re.compile(r"\b(?:" + "|".join(re.sub(r"\s*\n\s*", "", names.strip()) for names in NAMES.values()) + ")")


def names_another(folded: str) -> bool:
    """Whether a folded text names another town or a company, and not this city beside it."""
    return _OTHER.search(folded) is not None and _OWN.search(folded) is None
