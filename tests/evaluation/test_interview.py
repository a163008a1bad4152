from handoff.conversations.model import BotReply
from handoff.evaluation.interview import interview
from handoff.evaluation.rows import Row


class Recorder:
    """Answers every turn in one language, and keeps it."""

    def __init__(self, language):
        self.language = language
        self.turns = []

    async def turn(self, turn):
        self.turns.append(turn)
        return BotReply(self.language, ())


async def test_a_question_is_a_conversation_of_its_own():
    assistant = Recorder("fi")
    for _ in range(2):
        await interview(Row("fi", "greet", "", "moi"), assistant)
    assert [(turn.seq, turn.text, turn.language) for turn in assistant.turns] == [(1, "moi", "fi")] * 2
    assert len({turn.conversation_id for turn in assistant.turns}) == 2


async def test_a_follow_up_goes_on_where_the_first_question_left_the_conversation():
    assistant = Recorder("sv")
    await interview(Row("fi", "museums", "same topic", "och på söndag?", "När är HAM öppet?"), assistant)
    first, second = assistant.turns
    assert (first.seq, first.text, first.language) == (1, "När är HAM öppet?", "fi")
    assert (second.seq, second.text, second.language) == (2, "och på söndag?", "sv")
    assert first.conversation_id == second.conversation_id
    assert first.message_id != second.message_id


async def test_identity_codes_are_masked_in_both_messages():
    assistant = Recorder("fi")
    await interview(Row("fi", "museums", "same topic", "131052-308T", "tunnus 131052-308T"), assistant)
    assert not any("131052-308T" in turn.text for turn in assistant.turns)
