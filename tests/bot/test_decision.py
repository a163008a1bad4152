"""The answering policy: what follows from a ranking, and what danger to life changes."""

from pathlib import Path

import pytest

from bot.components.context import Context
from bot.components.decision import NAMES_112, OFFERED, URGENT, AnsweringPolicy, FormStep, understanding
from bot.components.features import fold
from bot.components.language import Decision
from bot.components.places import names_another
from bot.content import LANGUAGES, read_faq, read_responses

ROOT = Path(__file__).resolve().parents[2]
POLICY = AnsweringPolicy(AnsweringPolicy.get_default_config())
REST = 0.001


def ranking(**confidences):
    """A ranking of topics (bare names) and intents (in capitals), best first."""
    named = [
        {"name": name.lower() if name.isupper() else f"faq/{name}", "confidence": confidence}
        for name, confidence in confidences.items()
    ]
    return [*named, {"name": "affirm", "confidence": REST}, {"name": "deny", "confidence": REST}]


def decide(text="words", **confidences):
    outcome = POLICY.decide(text, ranking(**confidences), Decision("fi"), None)
    return outcome.intent, outcome.options


def test_a_sure_ranking_is_answered():
    assert decide(library_card=0.9, library_loans=0.05) == ("faq/library_card", ())


def test_what_the_message_may_mean_besides_is_offered_below_the_answer():
    assert decide(library_card=0.8, library_loans=0.2) == ("faq/library_card", ("faq/library_loans",))
    assert decide(library_card=0.8, UNCLEAR=0.15) == ("faq/library_card", ())
    assert decide(library_card=0.8, WANTS_HUMAN=0.15) == ("faq/library_card", ("wants_human",))
    assert decide(emergency=0.8, library_card=0.15) == ("faq/emergency", ())


def test_an_unsure_one_is_asked_back_with_up_to_three_options_best_first():
    intent, options = decide(library_card=0.4, library_loans=0.2, dental_care=0.1, elections=0.1)
    assert intent == "clarify"
    assert options == ("faq/library_card", "faq/library_loans", "faq/dental_care")


def test_a_person_feedback_and_its_status_are_options_and_small_talk_is_not():
    _, options = decide(GREET=0.3, WANTS_HUMAN=0.2, OUT_OF_SCOPE=0.2, GIVE_FEEDBACK=0.1, FEEDBACK_STATUS=0.1)
    assert options == ("wants_human", "give_feedback", "feedback_status")


def test_nothing_credible_means_lost():
    assert decide(STOP=0.3, AFFIRM=0.2) == ("lost", ())


@pytest.mark.parametrize("courtesy", ["GREET", "THANKS", "GOODBYE"])
def test_a_courtesy_that_leads_gets_the_benefit_of_the_doubt(courtesy):
    assert decide(**{courtesy: 0.55, "library_card": 0.2})[0] == courtesy.lower()
    assert decide(library_card=0.45, **{courtesy: 0.2})[0] == "clarify"


def test_a_long_text_is_no_courtesy():
    text = "moi ja kiitos teille mutta sitten se ovi jäi taas auki koko yöksi"
    assert decide(text, GREET=0.9, service_point=0.05) == ("clarify", ("faq/service_point",))


@pytest.mark.parametrize("urgent", ["emergency", "crisis_help"])
def test_a_credible_urgent_topic_is_an_option_whatever_leads(urgent):
    intent, options = decide(boat_berth=0.9, noise_and_air=0.04, elections=0.03, **{urgent: 0.02})
    assert intent == "clarify"
    assert options == ("faq/boat_berth", "faq/noise_and_air", f"faq/{urgent}")


@pytest.mark.parametrize("leader", ["boat_berth", "GREET", "OUT_OF_SCOPE", "WANTS_HUMAN"])
def test_words_of_danger_are_never_answered_with_something_harmless(leader):
    intent, options = decide("soutaja tajuttomana rannalla", **{leader: 0.99})
    assert intent == "clarify"
    assert "faq/emergency" in options


def test_two_urgent_topics_that_vie_leave_no_doubt_that_it_is_urgent():
    assert decide(crisis_help=0.45, emergency=0.4) == ("faq/crisis_help", ())


@pytest.mark.parametrize("topic", sorted(NAMES_112))
def test_the_answers_that_may_stand_in_an_urgent_ones_place_name_112(topic):
    entry = read_faq(ROOT / "data/nlu/faq")[topic.removeprefix("faq/")]
    assert all("112" in entry.answers[language].text for language in LANGUAGES)
    assert decide("ei hengitä", **{topic.removeprefix("faq/"): 0.9})[0] == topic


def test_every_option_that_is_no_topic_has_a_title_in_each_language():
    responses = read_responses(ROOT / "data/responses")
    assert all(set(responses[f"label/intent/{intent}"]) == set(LANGUAGES) for intent in OFFERED)


def test_urgent_topics_have_entries():
    assert {topic.removeprefix("faq/") for topic in URGENT} <= set(read_faq(ROOT / "data/nlu/faq"))


def decide_in_context(text, by_itself, *, after=(), needs=(), also=()):
    context = Context("faq/library_card", [*after], [*needs], [*also])
    return POLICY.decide(text, by_itself, Decision("fi"), None, context)


def test_an_answer_must_stand_well_above_out_of_scope():
    assert decide(library_card=0.6, OUT_OF_SCOPE=0.015)[0] == "faq/library_card"
    assert decide(library_card=0.6, OUT_OF_SCOPE=0.3) == ("clarify", ("faq/library_card",))


def test_a_question_about_another_town_must_stand_far_above():
    question = "miten haen pysäköintitunnusta {}"
    sure = {"resident_parking_permit": 0.99, "OUT_OF_SCOPE": 0.005}
    assert decide(question.format("kotikadulle"), **sure)[0] == "faq/resident_parking_permit"
    assert decide(question.format("Turussa"), **sure) == ("clarify", ("faq/resident_parking_permit",))
    assert decide(question.format("Turusta Helsinkiin"), **sure)[0] == "faq/resident_parking_permit"
    assert decide(question.format("Turussa"), resident_parking_permit=0.99)[0] == "faq/resident_parking_permit"


def test_danger_is_answered_whatever_names_stand_in_it():
    assert decide("Salla on tajuton Vantaalla", emergency=0.9, OUT_OF_SCOPE=0.01)[0] == "faq/emergency"


@pytest.mark.parametrize(
    "text", ["uimahalli tampereella", "Båtplats i Ekenäs?", "daycare in Espoo", "lidlin kesätyöt", "parking in London"]
)
def test_names_of_other_towns_and_of_companies_are_known(text):
    assert names_another(fold(text))


@pytest.mark.parametrize(
    "text",
    ["Onko Kontulan nuorisotalo auki?", "saako postin kautta", "lahdetaan uimaan", "hankkia lupa", "var ar simhallen"],
)
def test_ordinary_words_are_no_names(text):
    assert not names_another(fold(text))


def test_what_may_be_a_topic_all_the_same_is_offered_before_it_is_declined():
    assert decide(OUT_OF_SCOPE=0.95, library_card=0.05) == ("out_of_scope", ())
    assert decide(OUT_OF_SCOPE=0.7, library_card=0.3) == ("clarify", ("faq/library_card",))


def test_a_circumstance_is_no_second_need():
    outcome = decide_in_context(
        "lompakko jäi uimahallin pukuhuoneeseen, mihin löytötavarat viedään",
        ranking(lost_property=0.9, library_card=0.05, swimming_halls=0.01),
        needs=[ranking(swimming_halls=0.95), ranking(lost_property=0.95)],
    )
    assert outcome.intent == "faq/lost_property"


def test_two_sure_halves_are_both_answered_the_main_one_first():
    outcome = decide_in_context(
        "miten uusin lainan ja missä on uimahalli",
        ranking(swimming_halls=0.7, library_loans=0.3),
        needs=[ranking(library_loans=0.95), ranking(swimming_halls=0.95)],
    )
    assert (outcome.decision, outcome.intent) == ("answer", "two_topics")
    assert outcome.topics == ("faq/swimming_halls", "faq/library_loans")
    told = understanding(outcome, 0.7)
    assert told["also"] == "faq/library_loans"
    assert told["response_selector"]["faq"]["response"]["intent_response_key"] == "faq/swimming_halls"


@pytest.mark.parametrize(
    "halves",
    [
        [{"library_loans": 0.95}, {"swimming_halls": 0.7}],
        [{"library_loans": 0.95}, {"library_loans": 0.95}],
        [{"library_loans": 0.95}, {"WANTS_HUMAN": 0.95}],
        [{"library_loans": 0.95}, {"swimming_halls": 0.95, "OUT_OF_SCOPE": 0.5}],
    ],
)
def test_an_unsure_half_leaves_one_question(halves):
    needs = [ranking(**half) for half in halves]
    whole = ranking(**{"library_loans": 0.8, **{name: 0.02 for name in halves[1] if name != "library_loans"}})
    outcome = decide_in_context("words", whole, needs=needs)
    assert outcome.intent == "faq/library_loans"


def test_a_part_that_is_told_rather_than_asked_is_offered_below_the_answer():
    whole = ranking(street_light_fault=0.99)
    outcome = decide_in_context("words", whole, also=ranking(street_maintenance=0.95))
    assert (outcome.intent, outcome.options) == ("faq/street_light_fault", ("faq/street_maintenance",))
    assert decide_in_context("words", whole, also=ranking(street_maintenance=0.5)).options == ()
    assert decide_in_context("words", whole, also=ranking(GREET=0.99)).options == ()


def test_danger_is_never_one_of_two_questions():
    outcome = decide_in_context(
        "isä ei hengitä ja missä on uimahalli",
        ranking(swimming_halls=0.7, emergency=0.3),
        needs=[ranking(emergency=0.95), ranking(swimming_halls=0.95)],
    )
    assert outcome.intent != "two_topics"
    assert "faq/emergency" in (outcome.intent, *outcome.options)


def test_a_vague_text_goes_on_about_the_topic_just_answered():
    outcome = decide_in_context(
        "entä hinta?", ranking(OUT_OF_SCOPE=0.6, dental_care=0.2), after=ranking(library_card=0.9, OUT_OF_SCOPE=0.01)
    )
    assert (outcome.decision, outcome.intent, outcome.topics) == ("answer", "follow_up", ("faq/library_card",))
    assert understanding(outcome, 0.9)["intent"]["name"] == "follow_up"


def test_no_follow_up_about_a_topic_that_was_not_talked_about():
    outcome = decide_in_context("mistä saan luvan", ranking(UNCLEAR=0.9), after=ranking(building_permit=0.9))
    assert outcome.intent != "follow_up"


def test_a_clear_question_changes_the_topic():
    after = ranking(library_card=0.6, dental_care=0.4)
    assert decide_in_context("hammaslääkäri?", ranking(dental_care=0.8), after=after).intent == "faq/dental_care"


def test_a_text_that_stays_vague_is_asked_back_even_after_an_answer():
    after = ranking(library_card=0.4, OUT_OF_SCOPE=0.3)
    assert decide_in_context("no joo", ranking(OUT_OF_SCOPE=0.4), after=after).intent in {"clarify", "lost"}


@pytest.mark.parametrize("text", ["7F3K-Q2M9-0ZXC-41TB", "jatka tätä: 7f3k-q2m9-0zxc-41tb", "7F3KQ2M90ZXC41TB"])
def test_the_code_of_a_saved_form_goes_on_with_it(text):
    assert decide(text, library_card=0.9)[0] == "resume_feedback"


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("feedback_place", "takaisin"),
        ("feedback_contact", "tillbaka"),
        ("feedback_text", "continue later"),
        ("feedback_contact", "040 123 4567"),
        ("feedback_kind", "7F3K-Q2M9-0ZXC-41TB"),
    ],
)
def test_what_says_where_to_go_and_what_is_a_number_is_input_for_the_step(step, text):
    outcome = POLICY.decide(text, ranking(OUT_OF_SCOPE=0.99), Decision("fi"), FormStep(step))
    assert outcome.intent == "inform"
