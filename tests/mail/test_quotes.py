"""Of a reply only what its sender wrote stays, and in doubt all of it."""

from __future__ import annotations

import pytest

from handoff.mail.html_text import text_of_html
from handoff.mail.quotes import own_words

WORDS = "Kiitos, keinu on vielä rikki."
QUOTED = "> Hei!\n> Olemme vastanneet asiaasi.\n>\n> -- \n> Luukku"

CUT = {
    "Gmail, Finnish": f"{WORDS}\n\npe 5. kesäk. 2026 klo 9.00 Luukku (case+abc@x.fi) kirjoitti:\n\n{QUOTED}\n",
    "Gmail, Swedish": f"{WORDS}\n\nDen fre 5 juni 2026 kl 09:00 skrev Luukku <case+abc@x.fi>:\n\n{QUOTED}",
    "Gmail, English, two lines": f"{WORDS}\n\nOn Fri, 5 Jun 2026 at 09:00, Luukku\n"
    f"<case+abc@asiat.example.fi> wrote:\n\n{QUOTED}",
    "Thunderbird": f"{WORDS}\n\nLuukku kirjoitti 5.6.2026 klo 9.00:\n{QUOTED}\n\n",
    "Outlook, Finnish": f"{WORDS}\r\n\r\nLähettäjä: Luukku <a@x.fi>\r\nLähetetty: perjantai 5.6.2026\r\n"
    "Vastaanottaja: Maija\r\nAihe: Vastaus asiaasi\r\n\r\nHei!\r\nOlemme vastanneet.",
    "Outlook, Swedish": f"{WORDS}\n\nFrån: Luukku\nSkickat: den 5 juni\nTill: Maija\nÄmne: Svar\n\nHej!",
    "Outlook, English": f"{WORDS}\n\nFrom: Luukku\nSent: Friday\nTo: Maija\nSubject: Answer\n\nHello",
    "divider": f"{WORDS}\n\n-----Alkuperäinen viesti-----\nmitä vain\n",
    "signature": f"{WORDS}\n\n-- \nMaija Meikäläinen\n040 1234567\n",
    "signature above the quotation": f"{WORDS}\n\n-- \nMaija\n\nOn 5.6.2026 Luukku wrote:\n{QUOTED}",
    "only the quotation": f"{WORDS}\n\n{QUOTED}",
}
KEPT = {
    "answers between the lines": "Hei\n\n> Missä keinu on?\nRannassa.\n\n> Milloin?\nEilen.",
    "answer below": "Luukku kirjoitti 5.6.2026:\n> Missä keinu on?\n\nRannassa.",
    "between, and a quotation at the end": "> Missä?\nRannassa.\n\n> Kiitos\n> Luukku",
    "nothing but a quotation": QUOTED,
    "a sender that is mentioned": "Sain tämän:\nLähettäjä: naapuri\neikä mitään muuta.",
    "a list of dashes": "Puuttuu:\n--\n" + "\n".join(f"kohta {number}" for number in range(20)),
    "he wrote": "Naapuri kirjoitti:\nkeinu on rikki.",
    "a larger sign": "Lämpötila oli\n3 > 2 astetta.",
    "an attribution without a quotation": "On 5.6. Maija wrote:",
}


@pytest.mark.parametrize("name", CUT)
def test_what_a_mail_program_adds_is_cut(name: str) -> None:
    assert own_words(CUT[name]) == WORDS


@pytest.mark.parametrize("name", KEPT)
def test_in_doubt_the_whole_text_stays(name: str) -> None:
    assert own_words(KEPT[name]) == KEPT[name].strip()


def test_words_of_a_page_are_lines_and_its_quotations_are_marked() -> None:
    html = (
        "<html><head><title>x</title><style>p {color: red}</style></head><body><div>Kiitos&nbsp;&amp; hei</div>"
        "<p>Toinen<br>rivi</p><script>alert(1)</script>"
        '<div class="gmail_quote">pe 5.6.2026 Luukku kirjoitti:<blockquote><p>Hei!</p><p>Vastaus</p></blockquote></div>'
    )
    text = text_of_html(html)
    assert [line for line in text.split("\n") if line.strip("> ")] == [
        "Kiitos & hei",
        "Toinen",
        "rivi",
        "pe 5.6.2026 Luukku kirjoitti:",
        "> Hei!",
        "> Vastaus",
    ]
    assert "alert" not in text
    assert own_words(text) == "Kiitos & hei\n\nToinen\nrivi"


@pytest.mark.parametrize(
    "html", ["", "<", "<p", "</blockquote></p>teksti", "<blockquote>" * 5000 + "x", "&#xFFFFFFFF;"]
)
def test_a_broken_page_is_read_all_the_same(html: str) -> None:
    assert isinstance(text_of_html(html), str)
