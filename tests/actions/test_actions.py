"""The actions package: complete, unambiguous, and honest without a service."""

from datetime import date
from pathlib import Path

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from ruamel.yaml import YAML

from actions import ports
from actions.dates import shown_date
from actions.feedback import EMAIL, ValidateFeedbackForm
from actions.human import ActionRequestHuman
from actions.vocabulary import ANONYMOUS, CONFIRMATIONS, FIELDS, KINDS, SKIP, choose, consists_of
from handoff.conversations.contact_details import EMAIL_MASK

ROOT = Path(__file__).resolve().parents[2]


def action_classes(parent: type = Action) -> list[type]:
    found = []
    for child in parent.__subclasses__():
        found += [child] if child.__module__.startswith("actions.") else []
        found += action_classes(child)
    return found


def test_every_action_of_the_domain_is_found_and_nothing_else():
    executor = ActionExecutor()
    executor.register_package("actions")
    domain = YAML(typ="safe").load(ROOT / "domain.yml")
    assert sorted(executor.actions) == sorted(domain["actions"])


def test_no_two_actions_share_a_name():
    names = [action().name() for action in action_classes()]
    assert len(names) == len(set(names))


async def test_without_a_service_a_person_is_honestly_unavailable():
    dispatcher = CollectingDispatcher()
    tracker = Tracker("c1", {}, {}, [], False, None, {}, "action_listen")
    assert await ActionRequestHuman().run(dispatcher, tracker, {}) == []
    assert [message["response"] for message in dispatcher.messages] == ["utter_human_unavailable"]


def test_services_are_unavailable_unless_given():
    with pytest.raises(ports.ServicesUnavailable):
        ports.services()


def test_dates_have_no_leading_zeros():
    assert shown_date(date(2020, 6, 4)) == "4.6.2020"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Moite", "complaint"),
        ("se on kiitos", "thanks"),
        ("en idé", "idea"),
        ("fråga", "question"),
        ("something else", "other"),
        ("complaint", "complaint"),
        ("kiitos vai moite", None),
        ("Minulla olisi pitkä kysymys kadun kunnosta", None),
        ("abc", None),
    ],
)
def test_kinds_are_understood_by_word(text, kind):
    assert choose(text, KINDS) == kind


@pytest.mark.parametrize(
    ("text", "choice"),
    [("joo lähetä", "send"), ("ja skicka", "send"), ("Yes!", "send"), ("ändra", "correct"), ("ehkä", None)],
)
def test_confirmations_are_understood_by_word(text, choice):
    assert choose(text, CONFIRMATIONS) == choice


@pytest.mark.parametrize(
    ("text", "field"), [("osoite", "feedback_place"), ("e-post", "feedback_contact"), ("inget", "nothing")]
)
def test_fields_to_correct_are_understood_by_word(text, field):
    assert choose(text, FIELDS) == field


@pytest.mark.parametrize("text", ["ohita", "Hoppa över", "skip", "ei paikkaa", "-", "en tiedä"])
def test_a_place_can_be_skipped_by_word(text):
    assert consists_of(text, SKIP)


@pytest.mark.parametrize("text", ["Ohitustie 4", "Eira", "Noll gatan", "5", ""])
def test_a_place_is_not_a_skip(text):
    assert not consists_of(text, SKIP)


@pytest.mark.parametrize("text", ["nimettömänä", "Anonymt", "anonymous"])
def test_anonymity_is_understood_by_word(text):
    assert consists_of(text, ANONYMOUS)


@pytest.mark.parametrize("email", ["a@b.fi", "kaisa.k+palaute@sub.example.com"])
def test_addresses_are_accepted(email):
    assert EMAIL.fullmatch(email)


async def test_an_address_that_the_service_has_hidden_is_none_and_not_asked_for_again():
    dispatcher = CollectingDispatcher()
    tracker = Tracker("c1", {}, {}, [], False, None, {}, "action_listen")
    found = await ValidateFeedbackForm().validate_feedback_contact(f"se on {EMAIL_MASK}", dispatcher, tracker, {})
    assert found == {"feedback_contact": ""}
    assert dispatcher.messages == []


@pytest.mark.parametrize("email", ["a@b", "a b@c.fi", "@b.fi", "a@.fi", "a@b.", "a@b..fi", "a@@b.fi"])
def test_slips_in_addresses_are_caught(email):
    assert not EMAIL.fullmatch(email)
