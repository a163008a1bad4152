"""Words that visitors type where a button stands, in the three languages.

Texts that the assistant says live in data/responses; these are only understood, never shown.
"""

from __future__ import annotations

import re

KINDS = {
    "complaint": """
        moite moitteita valitus valitan reklamaatio negatiivinen klagomål klagomal klaga ris klander kritik
        complaint complain blame negative criticism
    """,
    "thanks": """
        kiitos kiitokset kiitosta kehu kehuja kehut positiivinen tack beröm berom ros positiv thanks thank
        compliment praise positive
    """,
    "idea": """
        idea ideoita ehdotus ehdotan aloite toive idé ide idéer förslag forslag önskemål onskemal suggestion
        proposal wish
    """,
    "question": """
        kysymys kysymyksiä kysyn kysyä kysya tiedustelu fråga fraga frågor undran question ask inquiry
        enquiry
    """,
    "accessibility": """
        saavutettavuus saavutettavuuspalaute saavutettavuudesta esteettömyys esteellisyys tillgänglighet
        tillganglighet tillgänglighetsrespons accessibility accessible
    """,
    "other": """
        muu muuta joku jokin muunlainen annat annan något nagot övrigt ovrigt other else something
    """,
}
FIELDS = {
    "feedback_kind": """
        tyyppi tyypin laji typ typen slag kind type
    """,
    "feedback_text": """
        teksti tekstin palaute palautteen viesti text texten responsen meddelande message feedback
    """,
    "feedback_place": """
        paikka paikan osoite osoitteen sijainti plats platsen adress adressen place address location
    """,
    "feedback_contact": """
        yhteystieto yhteystiedon sähköposti sahkoposti sähköpostin email e-mail epost e-post kontakt
        kontaktuppgift contact mail puhelin puhelinnumero numero telefon telefonnummer phone number
    """,
    "feedback_images": """
        kuva kuvat kuvia kuvan bild bilder bilderna image images picture pictures photo photos
    """,
    "feedback_title": """
        otsikko otsikon rubrik rubriken title heading
    """,
    "feedback_name": """
        nimi nimen nimimerkki nimimerkin namn namnet signatur name pseudonym
    """,
    "feedback_publish": """
        julkaisu julkaisulupa julkaise julkaiseminen publicering publicera publiceras publish publication
    """,
    "feedback_service": """
        palvelu palvelun palvelua tjänst tjänsten tjanst service
    """,
    "nothing": """
        ei mitään mitaan inget ingenting nothing none
    """,
}
CONFIRMATIONS = {
    "send": """
        lähetä laheta lähetetään lahetetaan kyllä kylla joo juu ok okei selvä hyvä oikein skicka ja jo jep
        visst sänd sand send yes yep yeah sure submit
    """,
    "correct": """
        korjaa korjaan korjataan muuta muutetaan muokkaa rätta ratta ändra andra korrigera change edit fix
        correct
    """,
}
SKIP = """
    skip ohita ohitetaan ei paikkaa ole en tiedä tieda mikään mikaan missään hoppa över over ingen inget nej no none
    pass - next seuraava nästa
"""
ANONYMOUS = """
    anonymous anonymously nimetön nimeton nimettömänä nimettomana anonyymi anonyymisti anonym anonymt ei en
    nej no skip ohita
"""

DONE = """
    done jatka jatketaan valmis valmista ohita ei kuvia kuvaa seuraava fortsätt fortsatt klar klart hoppa över over inga
    bilder nej nästa nasta continue skip no none images next ready ok
"""
YES_OR_NO = {
    "yes": """
        kyllä kylla joo juu saa julkaista ok ja jo jep visst får far yes yep yeah sure may
    """,
    "no": """
        ei en inte nej no not
    """,
}
SEND_ANYWAY = {
    "send": """
        lähetä laheta lähetän lahetan silti kyllä kylla joo skicka skickar ändå anda ja send anyway yes
    """,
}
NOT = "ei en älä ala inte nej not don dont no"
"""Before `send` it means the opposite."""
UNKNOWN_SERVICE = """
    en tiedä tieda osaa sanoa kaupunki päättää paattaa valitsee vet inte staden bestämmer bestammer väljer valjer i
    don t know the city decides chooses unknown
"""
COMMANDS = {
    "back": "takaisin edellinen palaa tillbaka föregående foregaende gå ga back previous go",
    "keep": "pidä pida entinen ennallaan behåll behall det gamla keep it as is",
    "later": "jatkan jatka myöhemmin myohemmin tallenna fortsätt fortsatt senare spara continue later save finish",
}
NEEDED = {
    "back": "takaisin edellinen palaa tillbaka föregående foregaende back previous",
    "keep": "pidä pida ennallaan behåll behall keep",
    "later": "myöhemmin myohemmin tallenna senare spara later save",
}
"""Without one of these the other words of a command are none."""

MAX_WORDS = 4
"""Longer answers are sentences, in which one such word proves nothing."""


def choose(text: str, vocabulary: dict[str, str]) -> str | None:
    """The one key of which the text holds a word (or the key itself), or None when none or several match."""
    if text in vocabulary:
        return text
    words = _words(text)
    if len(words) > MAX_WORDS:
        return None
    matches = [key for key, known in vocabulary.items() if words & set(known.split())]
    return matches[0] if len(matches) == 1 else None


def consists_of(text: str, known: str) -> bool:
    """Whether a text is made of known words only."""
    words = _words(text)
    return bool(words) and words <= set(known.split())


def to_send(text: str, vocabulary: dict[str, str]) -> str | None:
    """As `choose`, but `do not send` is no choice to send."""
    choice = choose(text, vocabulary)
    return None if choice == "send" and _words(text) & set(NOT.split()) else choice


def command(text: str) -> str | None:
    """Where a typed text tells the form to go: a key of `COMMANDS`, or None."""
    words = _words(text)
    for key, known in COMMANDS.items():
        if words & set(NEEDED[key].split()) and words <= set(known.split()):
            return key
    return None


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*|-", text.lower()))
