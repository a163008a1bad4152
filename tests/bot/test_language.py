"""Language of a message, on short texts as people type them."""

import pytest
from rasa.shared.importers.importer import TrainingDataImporter

from bot.components.language import LANGUAGES, LanguageModel, telling_words

MESSAGES = {
    "fi": """moi|moikka|hei, onko siellä ketään|kiitos paljon|paljonko se maksaa|mitä se maksaa|missä on lähin kirjasto|
        terveysaseman aukioloajat|haluan puhua ihmiselle|milloin te ootte auki|katulamppu rikki|uimahallin hinnat|
        mul on kysymys|en ymmärrä|ei toimi|missa voin pysakoida|paivakotipaikka lapselle|mihin valitan sakosta|
        lapsen hammaslääkäri|asunnon vuokra|mä haluun antaa palautetta|pääseekö sinne pyörätuolilla|kesätyöt nuorille|
        lumet auraamatta|varaa aika|kirjastokortti hukassa|tarviinko luvan|toimeentulotuki|jätteet|
        kouluun ilmoittautuminen|
        miten haen|anna ihminen|joo kiitti|näkemiin|onks tää botti|peruuta|en tiedä|yhteystiedot|rokotus|vene paikka""",
    "sv": """hejsan|god morgon|tack så mycket|vad kostar det|var finns närmaste bibliotek|hälsostationens öppettider|
        jag vill prata med en människa|när har ni öppet|gatlampan är trasig|simhallens priser|jag har en fråga|
        jag förstår inte|det fungerar inte|var far jag parkera|dagvardsplats for barnet|hur överklagar jag boten|
        tandläkare för barn|hyra lägenhet|ja vill ge respons|kommer man in med rullstol|sommarjobb för unga|
        snön är inte plogad|boka tid|bibliotekskortet är borta|behöver jag tillstånd|utkomststöd|sopor|
        anmälan till skolan|hur ansöker jag|jo tack|hejdå|är du en robot|avbryt|vet inte|kontaktuppgifter|vaccination|
        båtplats|nån som kan hjälpa|dagis|när öppnar simhallen""",
    "en": """hello there|good morning|thank you very much|how much does it cost|where is the nearest library|
        health station opening hours|I want to talk to a person|when are you open|street light is broken|
        swimming hall prices|I have a question|I don't understand|it does not work|where can I park|
        daycare place for my child|how to appeal parking fine|dentist for children|rent an apartment|
        I want give feedback|is it wheelchair accessible|summer jobs for youth|snow not ploughed|book an appointment|
        lost my library card|do I need a permit|income support|waste|enrol to school|how do I apply|yes please|goodbye|
        are you a robot|cancel|I do not know|contact information|vaccination|boat place|can somebody help|kindergarten|
        when opens the swimming pool""",
}
FOREIGN = """Tere, kuidas ma saan lasteaiakoha?|Waxaan rabaa inaan la hadlo qof|sidee baan u helaa guri|
    Ich möchte mit jemandem sprechen|¿Dónde puedo pagar la multa?|je voudrais prendre rendez-vous|Gdzie jest urząd|
    Merhaba nasılsınız|привет|مرحبا|Tôi cần giúp đỡ|come posso avere la carta|где моя школа|كيف أحصل على شقة|
    faleminderit shumë|gde mogu da platim kaznu|gostaria de falar com alguém|你好|Wie kann ich eine Wohnung mieten?"""


def split(texts):
    return [text.strip() for text in texts.split("|")]


@pytest.fixture(scope="module")
def model():
    """The model as trained from the project's own examples; the messages above are not among them."""
    data = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"]).get_nlu_data()
    examples = [message for message in data.intent_examples if message.get("text")]
    return LanguageModel(
        telling_words((message.get("metadata")["intent"]["language"], message.get("text")) for message in examples)
    )


def share_right(model, page):
    right = total = 0
    for language, texts in MESSAGES.items():
        for text in split(texts):
            decision = model.decide(text, page(language))
            right += decision.language == language and not decision.foreign
            total += 1
    return right / total


def test_short_messages_on_a_page_of_their_language_stay_in_it(model):
    assert share_right(model, lambda language: language) >= 0.99


@pytest.mark.parametrize("page", LANGUAGES)
def test_short_messages_are_recognised_on_any_page(model, page):
    assert share_right(model, lambda _: page) >= 0.95


@pytest.mark.parametrize("text", split(FOREIGN))
def test_other_languages_are_noticed_and_change_nothing(model, text):
    decision = model.decide(text, "sv")
    assert decision.foreign
    assert decision.language == "sv"


@pytest.mark.parametrize(
    "text", ["ok", "PDF", "Kallio", "Wilma", "12.30", "https://www.hel.fi", "a@b.fi", "😀", "Maisa?"]
)
@pytest.mark.parametrize("page", LANGUAGES)
def test_neutral_messages_keep_the_language(model, text, page):
    assert model.decide(text, page).language == page
    assert not model.decide(text, page).foreign


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("in English please", "en"),
        ("suomeksi", "fi"),
        ("på svenska tack", "sv"),
        ("englanniksi kiitos", "en"),
        ("ruotsiksi", "sv"),
    ],
)
@pytest.mark.parametrize("page", LANGUAGES)
def test_a_language_asked_for_by_name_is_given(model, text, language, page):
    decision = model.decide(text, page)
    assert decision.language == language
    assert decision.requested


@pytest.mark.parametrize("code", ["lk zath j3j0 ghep", "LK-THEN-WHAT-SHED", "lkzathj3j0ghep", "lk zath j3j0 gheq"])
@pytest.mark.parametrize("page", LANGUAGES)
def test_the_letters_of_a_case_code_tell_no_language(model, code, page):
    assert model.decide(code, page).language == page
    assert not model.decide(code, page).foreign


def test_norwegian_and_danish_are_answered_in_swedish(model):
    assert model.decide("Jeg vil gerne søge om en plads til mit barn", "fi").language == "sv"
    assert not model.decide("hvordan kan jeg søke om barnehageplass", "sv").foreign


def test_the_same_text_gives_the_same_probabilities(model):
    words = ["missä", "on", "kirjasto"]
    assert model.probabilities(words, "en") == model.probabilities(words, "en")
