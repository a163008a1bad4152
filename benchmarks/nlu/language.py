"""How often short messages are taken for the right language: `.venv-rasa/bin/python -m benchmarks.nlu.language`.

Each question of tests/nlu/development.tsv becomes a conversation of up to four messages of one to five words. It starts
in the language of the page on which the chat was opened, which need not be the citizen's.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator

from rasa.shared.importers.importer import TrainingDataImporter
from tabulate import tabulate

from benchmarks.nlu.data import SEED, Question, development
from bot.components.language import LanguageModel, telling_words
from bot.content import LANGUAGES

MAX_MESSAGES = 4
MAX_WORDS = 5
OTHER_PAGES = {"on a page of the own language": 0.0, "a third on a page in another": 1 / 3}


def main() -> None:
    """Measure and print."""
    messages = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"]).get_nlu_data()
    model = LanguageModel(
        telling_words(
            (message.get("metadata")["intent"]["language"], message.get("text")) for message in messages.intent_examples
        )
    )
    questions = development()
    print(tabulate([row(name, share, model, questions) for name, share in OTHER_PAGES.items()], headers="keys"))


def row(name: str, share_of_other_pages: float, model: LanguageModel, questions: list[Question]) -> dict[str, str]:
    """Share of the messages that are taken for the citizen's language, and the time for one."""
    chance = random.Random(SEED)
    right: Counter[str] = Counter()
    count: Counter[str] = Counter()
    began = time.perf_counter()
    for question in questions:
        own = question.language
        others = [language for language in LANGUAGES if language != own]
        current = chance.choice(others) if chance.random() < share_of_other_pages else own
        for message in pieces(question.text, chance):
            decision = model.decide(message, current)
            current = decision.language
            right[own] += current == own and not decision.foreign
            count[own] += 1
    microseconds = 1e6 * (time.perf_counter() - began) / count.total()
    shares = {f"{language} %": f"{100 * right[language] / count[language]:.1f}" for language in LANGUAGES}
    overall = f"{100 * right.total() / count.total():.1f}"
    return {"conversations": name, **shares, "all %": overall, "µs a message": f"{microseconds:.0f}"}


def pieces(text: str, chance: random.Random) -> Iterator[str]:
    """The text's words in messages of chance length."""
    words = text.split()
    for _ in range(MAX_MESSAGES):
        if not words:
            return
        length = chance.randint(1, MAX_WORDS)
        yield " ".join(words[:length])
        words = words[length:]


if __name__ == "__main__":
    main()
