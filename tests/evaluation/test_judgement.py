import pytest

from handoff.conversations.model import BotReply, Draft, Understanding
from handoff.evaluation.calibration import Guess
from handoff.evaluation.judgement import judge
from handoff.evaluation.rows import Row

KNOWN = {"daycare_fees", "school_enrolment", "wants_human"}


def reply(decision, intent=None, *, options=(), language="fi", text_language=None):
    draft = Draft(id="1", author="bot", text="…", language=text_language or language)
    return BotReply(language, (draft,), Understanding(intent, 0.9, decision, tuple(options)))


def judgement(label, answer):
    return judge(Row("fi", label, "", "kysymys"), answer, KNOWN)


def judged(label, answer):
    result = judgement(label, answer)
    return result.outcome, result.given


@pytest.mark.parametrize(
    ("label", "answer", "expected"),
    [
        ("daycare_fees", reply("answer", "faq/daycare_fees"), ("right", "daycare_fees")),
        ("wants_human", reply("answer", "wants_human"), ("right", "wants_human")),
        ("daycare_fees", reply("answer", "faq/school_enrolment"), ("wrong", "school_enrolment")),
        ("daycare_fees", reply("answer", "wants_human"), ("wrong", "wants_human")),
        (
            "daycare_fees",
            reply("clarify", options=["wants_human", "faq/daycare_fees"]),
            ("offered", "clarify"),
        ),
        ("wants_human", reply("clarify", options=["wants_human"]), ("offered", "clarify")),
        ("daycare_fees", reply("clarify", options=["faq/school_enrolment"]), ("missed", "clarify")),
        ("daycare_fees", reply("lost", "lost"), ("missed", "lost")),
        ("daycare_fees", reply("out_of_scope", "out_of_scope"), ("missed", "out_of_scope")),
        ("daycare_fees", reply("other_language", "other_language"), ("missed", "other_language")),
    ],
)
def test_answers_in_the_rows_language(label, answer, expected):
    assert judged(label, answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reply("answer", "faq/daycare_fees", language="sv"), ("wrong", "daycare_fees (sv)")),
        (reply("clarify", options=["faq/daycare_fees"], language="en"), ("wrong", "clarify (en)")),
        (reply("lost", language="sv"), ("missed", "lost (sv)")),
    ],
)
def test_answers_in_another_language_are_wrong_and_losing_the_way_is_not(answer, expected):
    assert judged("daycare_fees", answer) == expected


def test_a_single_text_in_another_language_makes_the_answer_wrong():
    answer = reply("answer", "faq/daycare_fees", language="fi", text_language="sv")
    assert judgement("daycare_fees", answer).outcome == "wrong"


def test_an_answer_without_texts_is_judged_by_the_conversations_language():
    answer = BotReply("fi", (), Understanding("wants_human", 0.9, "answer"))
    assert judged("wants_human", answer) == ("right", "wants_human")


@pytest.mark.parametrize(
    "answer", [reply("answer", "faq/daycare_fees"), reply("clarify", options=["faq/daycare_fees"]), reply("lost")]
)
def test_a_label_that_the_assistant_does_not_have_is_missed_whatever_it_says(answer):
    assert judgement("not_yet_there", answer).outcome == "missed"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (reply("answer", "faq/daycare_fees"), "answered"),
        (reply("answer", "faq/daycare_fees", language="sv"), "answered"),
        (reply("answer", "greet"), "answered"),
        (reply("clarify", options=["faq/daycare_fees"]), "declined"),
        (reply("lost"), "declined"),
        (reply("out_of_scope", "out_of_scope"), "declined"),
    ],
)
def test_out_of_scope_only_an_answer_is_held_against_it(answer, outcome):
    assert judgement("out_of_scope", answer).outcome == outcome


@pytest.mark.parametrize(
    ("answer", "guess"),
    [
        (reply("answer", "faq/daycare_fees"), Guess(0.9, right=True)),
        (reply("answer", "faq/daycare_fees", language="sv"), Guess(0.9, right=True)),
        (reply("answer", "faq/school_enrolment"), Guess(0.9, right=False)),
        (reply("clarify", "clarify", options=["faq/daycare_fees", "wants_human"]), Guess(0.9, right=True)),
        (reply("clarify", "clarify", options=["wants_human", "faq/daycare_fees"]), Guess(0.9, right=False)),
        (reply("lost", "lost"), None),
        (reply("out_of_scope", "out_of_scope"), None),
        (reply("other_language", "other_language"), None),
    ],
)
def test_the_best_intent_is_the_one_answered_or_the_first_option(answer, guess):
    assert judgement("daycare_fees", answer).guess == guess


def test_questions_out_of_scope_have_no_right_guess_to_make():
    assert judgement("out_of_scope", reply("answer", "faq/daycare_fees")).guess is None


def reply_to_two(first, second, *, options=(), language="fi"):
    understanding = Understanding(intent=first, confidence=0.9, decision="answer", options=tuple(options), also=second)
    return BotReply(language, (), understanding)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reply_to_two("faq/daycare_fees", "faq/school_enrolment"), ("right", "daycare_fees+school_enrolment")),
        (reply_to_two("faq/school_enrolment", "faq/daycare_fees"), ("right", "school_enrolment+daycare_fees")),
        (reply_to_two("faq/daycare_fees", "", options=["faq/school_enrolment"]), ("offered", "daycare_fees")),
        (reply("clarify", options=["faq/school_enrolment", "faq/daycare_fees"]), ("offered", "clarify")),
        (reply("clarify", options=["faq/school_enrolment", "wants_human"]), ("missed", "clarify")),
        (reply("answer", "faq/daycare_fees"), ("missed", "daycare_fees")),
        (reply("answer", "wants_human"), ("wrong", "wants_human")),
        (reply_to_two("faq/daycare_fees", "wants_human"), ("wrong", "daycare_fees+wants_human")),
        (
            reply_to_two("faq/daycare_fees", "faq/school_enrolment", language="sv"),
            ("wrong", "daycare_fees+school_enrolment (sv)"),
        ),
        (reply("lost", "lost"), ("missed", "lost")),
    ],
)
def test_two_needs_want_both_answers(answer, expected):
    assert judged("daycare_fees+school_enrolment", answer) == expected


def test_two_needs_of_which_the_assistant_knows_one_are_missed():
    assert judged("daycare_fees+not_yet_there", reply("answer", "faq/daycare_fees")) == ("missed", "daycare_fees")


def test_one_need_answered_beside_another_is_offered_only():
    answer = reply_to_two("faq/school_enrolment", "faq/daycare_fees")
    assert judged("daycare_fees", answer) == ("offered", "school_enrolment+daycare_fees")
    assert judged("wants_human", answer)[0] == "wrong"


def test_the_best_intent_of_two_needs_may_be_either():
    assert judgement("daycare_fees+school_enrolment", reply("answer", "faq/school_enrolment")).guess.right
