"""Puts the sentence vectors of all examples into the file that is shipped: `python -m bot.keep_vectors`.

Whoever clones the project trains in a minute instead of four. To be run before examples are committed; an example whose
vector is missing there is computed at the next training and kept in `var`.
"""

from __future__ import annotations

from pathlib import Path

from rasa.shared.importers.importer import TrainingDataImporter

from bot.components import kept_vectors
from bot.components.crisis import read_examples
from bot.components.embedding import encode_all, engine_name, normalise
from bot.components.intent_classifier import is_from_answer

SHIPPED = Path("data/vectors.npz")
OWN = Path("var/vectors.npz")
CRISIS = Path("data/crisis")


def main() -> None:
    """Write the vectors of the present examples, and of no others."""
    texts = asked_texts()
    encode_all(texts, [SHIPPED, OWN])
    engine = engine_name()
    shipped, own = kept_vectors.read_all([SHIPPED, OWN], engine)
    kept_vectors.write(SHIPPED, engine, {**own, **shipped}, [kept_vectors.key_of(normalise(text)) for text in texts])


def asked_texts() -> list[str]:
    """Every training text that a visitor may have written."""
    messages = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"]).get_nlu_data()
    asked = [
        message.get("text")
        for message in messages.intent_examples
        if message.get("text") and not is_from_answer(message)
    ]
    return asked + [text for text, _ in read_examples(CRISIS)]


if __name__ == "__main__":
    main()
