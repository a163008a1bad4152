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
    "feedback_email": """
        yhteystieto yhteystiedon sähköposti sahkoposti sähköpostin email e-mail epost e-post kontakt
        kontaktuppgift contact mail
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


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*|-", text.lower()))
