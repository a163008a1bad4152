"""What the service itself says in a conversation: events as codes, and the titles of its own buttons.

A title becomes the visitor's words when pressed, so it is needed here; an event is worded by the browser.
"""

from __future__ import annotations

from uuid import uuid4

from handoff.conversations.model import ActionCode, Button, Draft, Event, Language, Link

BUTTON_TITLES: dict[ActionCode, dict[Language, str]] = {
    "give_feedback": {"fi": "Jätä palautetta", "sv": "Ge respons", "en": "Leave feedback"},
    "request_callback": {"fi": "Pyydä soittoa", "sv": "Be att bli uppringd", "en": "Ask us to call you"},
    "add_images": {"fi": "Lisää kuvia", "sv": "Lägg till bilder", "en": "Add images"},
    "rate": {"fi": "Arvioi keskustelu", "sv": "Bedöm samtalet", "en": "Rate the conversation"},
    "request_human": {
        "fi": "Haluan puhua ihmisen kanssa",
        "sv": "Jag vill tala med en person",
        "en": "Talk to a person",
    },
}
NOBODY: dict[Language, str] = {
    "fi": " (ei ketään paikalla nyt)",
    "sv": " (ingen på plats just nu)",
    "en": " (nobody here right now)",
}
"""What stands after the title of a topic that nobody answers now."""
BUTTON_INTENTS: dict[ActionCode, str] = {
    "give_feedback": "/give_feedback",
    "request_human": "/wants_human",
    "rate": "",
    "request_callback": "",
    "add_images": "",
}


def system_event(
    code: str,
    language: Language,
    *,
    name: str = "",
    case_code: str = "",
    due_on: str = "",
    opens_at: str = "",
    to: str = "",
    window_from: str = "",
    window_until: str = "",
    buttons: tuple[ActionCode, ...] = (),
    offers: tuple[Button, ...] = (),
    links: tuple[Link, ...] = (),
    message_id: str = "",
) -> Draft:
    """Return a message that records what happened, with the offers that fit it."""
    return Draft(
        id=message_id or str(uuid4()),
        author="system",
        text="",
        language=language,
        event=Event(code, name, case_code, due_on, opens_at, to, window_from, window_until),
        buttons=(
            *offers,
            *(Button(BUTTON_TITLES[button][language], BUTTON_INTENTS[button], button) for button in buttons),
        ),
        links=links,
    )
