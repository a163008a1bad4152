"""Decides the language of every message.

langdetect's own `detect()` samples n-grams at random (different answers for the same words) and is sure of
itself on two words. This component uses its n-gram profiles only, with an exact and unsampled likelihood;
telling words, both listed and learnt from the training examples; and a memory: the conversation's language
is the prior, and only clear evidence moves the conversation to another one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterable, List, Tuple

import langdetect
import numpy as np
from langdetect.utils.ngram import NGram
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.case_code import CASE_CODE, RESUME_CODE
from bot.components.language_words import NEUTRAL, SWITCH_REQUESTS, WORDS
from bot.content import LANGUAGES

OTHER = "other"

CANDIDATES = (
    *LANGUAGES,
    *(language for language in WORDS if language not in LANGUAGES),
    "hu",
    "lv",
    "lt",
    "sw",
    "id",
    "tl",
)
"""Profiles compared: the service languages, their neighbours, and languages much spoken in Helsinki."""

NEIGHBOURS_OF_SWEDISH = frozenset({"no", "da"})
"""Norwegian and Danish are answered in Swedish, as Nordic authorities do, and may not outvote it on a short text."""

SWITCH_AT = 0.95
"""A wrong switch turns the language against the citizen; staying one message too long only costs a repetition."""
OTHER_AT = 0.9
OTHER_MIN_WORDS = 2
"""One Latin word may be a name; a script of its own is certain from the first."""

STAY_PRIOR = 0.6
FOREIGN_PRIOR = 0.03
"""Shares of the prior: the current language, and all foreign ones together. The other two
service languages get the rest."""
EVIDENCE = 0.4
"""Weight of the n-gram log-likelihood. Each letter is counted in up to six overlapping n-grams, so the plain sum is
overconfident: at 0.6 one short message in a hundred was taken for foreign, at 0.4 one in 250."""
WORD_BONUS = 3.0
"""Log-odds of a telling word."""
SOLE_WORD_BONUS = 6.5
"""Log-odds of a word that tells one language only: alone enough to switch."""
MIN_EXAMPLES_OF_WORD = 2
"""A word in a single example may be a slip of the pen or a name."""
UNSEEN = 0.5e-4
"""Probability of an n-gram a profile lacks: langdetect's own smoothing, alpha 0.5 over its base frequency 10,000."""

_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[\w-]*\d[\w-]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True)
class Decision:
    """`language`: the conversation's language after the message. `foreign`: the message is in none of the three.
    `requested`: the message asks for the language by its name."""

    language: str
    foreign: bool = False
    requested: bool = False


class LanguageModel:
    """Exact likelihood over langdetect's profiles, plus telling words.

    Args:
        learnt: further telling words by language, see `telling_words`.
    """

    def __init__(self, learnt: Dict[str, List[str]]) -> None:
        folder = Path(langdetect.PROFILES_DIRECTORY)
        counts: dict[str, np.ndarray] = {}
        for column, language in enumerate(CANDIDATES):
            profile = json.loads((folder / language).read_text("utf-8"))
            for gram, count in profile["freq"].items():
                # Upper-case n-grams stem from titles and abbreviations; the text is lower-cased.
                if gram == gram.lower() and len(gram) <= len(profile["n_words"]):
                    row = counts.setdefault(gram, np.zeros(len(CANDIDATES)))
                    row[column] = count / profile["n_words"][len(gram) - 1]
        self._evidence = {gram: EVIDENCE * np.log(row + UNSEEN) for gram, row in counts.items()}
        tells: dict[str, np.ndarray] = {}
        for column, language in enumerate(CANDIDATES):
            for word in (*WORDS.get(language, "").split(), *learnt.get(language, ())):
                tells.setdefault(word, np.zeros(len(CANDIDATES)))[column] = 1
        self._words = {
            word: (SOLE_WORD_BONUS if columns.sum() == 1 else WORD_BONUS) * columns for word, columns in tells.items()
        }

    def probabilities(self, words: list[str], current: str) -> dict[str, float]:
        """Posterior by language, given lower-case words and the conversation's current language."""
        scores = _prior(current)
        for word in words:
            for gram in _grams(word):
                evidence = self._evidence.get(gram)
                if evidence is not None:
                    scores = scores + evidence
            bonus = self._words.get(word)
            if bonus is not None:
                scores = scores + bonus
        odds = np.exp(scores - scores.max())
        return dict(zip(CANDIDATES, odds / odds.sum(), strict=True))

    def decide(self, text: str, current: str) -> Decision:
        """Language of the conversation after `text`; see `Decision`."""
        words = words_of(text)
        if any(_is_foreign_script(word) for word in words):
            return Decision(current, foreign=True)
        requested = _requested_language(words)
        if requested:
            return Decision(requested, requested=True)
        words = [word for word in words if word not in NEUTRAL]
        if not words:
            return Decision(current)
        probabilities = self.probabilities(words, current)
        nordic = sum(probabilities[language] for language in NEIGHBOURS_OF_SWEDISH)
        probabilities["sv"] += nordic
        ours = sum(probabilities[language] for language in LANGUAGES)
        best = max(LANGUAGES, key=probabilities.__getitem__)
        if len(words) < OTHER_MIN_WORDS:
            # Too little to tell foreign languages by, so they take no share either.
            return Decision(best if probabilities[best] / ours >= SWITCH_AT else current)
        if 1 - ours >= OTHER_AT:
            return Decision(current, foreign=True)
        return Decision(best if probabilities[best] >= SWITCH_AT else current)


def words_of(text: str) -> list[str]:
    """Lower-case words, without links, addresses, codes of cases and anything with a digit."""
    spoken = _NOISE.sub(" ", RESUME_CODE.sub(" ", CASE_CODE.sub(" ", text)))
    return [word.replace("’", "'") for word in _WORD.findall(spoken.lower())]


def telling_words(examples: Iterable[Tuple[str, str]]) -> Dict[str, List[str]]:
    """Words of the (language, text) examples that stand in one language's examples only, at least twice."""
    counts: dict[str, Counter[str]] = {}
    for language, text in examples:
        for word in set(words_of(text)) - NEUTRAL:
            counts.setdefault(word, Counter())[language] += 1
    telling: Dict[str, List[str]] = {language: [] for language in LANGUAGES}
    for word, languages in sorted(counts.items()):
        language, count = languages.most_common(1)[0]
        if len(languages) == 1 and count >= MIN_EXAMPLES_OF_WORD:
            telling[language].append(word)
    return telling


def _prior(current: str) -> np.ndarray:
    others = (1 - STAY_PRIOR - FOREIGN_PRIOR) / (len(LANGUAGES) - 1)
    foreign = FOREIGN_PRIOR / (len(CANDIDATES) - len(LANGUAGES))
    shares = [
        (STAY_PRIOR if language == current else others) if language in LANGUAGES else foreign for language in CANDIDATES
    ]
    return np.log(np.array(shares))


def _grams(word: str) -> list[str]:
    """n-grams of one to three letters with the word's borders, as the profiles count them."""
    normalised = "".join(NGram.normalize(letter) for letter in word)
    padded = f" {normalised} "
    return [
        padded[start : start + length]
        for length in (1, 2, 3)
        for start in range(len(padded) - length + 1)
        if padded[start : start + length].strip()
    ]


def _is_foreign_script(word: str) -> bool:
    return not all(unicodedata.name(letter, "").startswith("LATIN") for letter in word if letter.isalpha())


def _requested_language(words: list[str]) -> str | None:
    if len(words) > 4:
        return None
    return next(
        (language for language, names in SWITCH_REQUESTS.items() if set(words) & set(names.split())),
        None,
    )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LanguageDetector(GraphComponent):
    """Adds the entity `language` to every message that comes with a conversation's language in its metadata.

    Whether the text is foreign, or asks for a language by name, goes to `language_decision` for the
    answering policy; it is not part of the output.
    """

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """A detector that knows the listed words only."""
        return cls({}, model_storage, resource)

    def __init__(self, learnt: Dict[str, List[str]], model_storage: ModelStorage, resource: Resource) -> None:
        self._model = LanguageModel(learnt)
        self._model_storage = model_storage
        self._resource = resource

    def train(self, training_data: TrainingData) -> Resource:
        """Learn telling words from the examples, each of which carries its language."""
        learnt = telling_words(
            (message.get("metadata")["intent"]["language"], message.get(TEXT))
            for message in training_data.intent_examples
            if message.get(TEXT)
        )
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "words.json").write_text(json.dumps(learnt, ensure_ascii=False), "utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> GraphComponent:
        """A trained detector; reading the profiles takes some 0.3 s."""
        with model_storage.read_from(resource) as folder:
            learnt = json.loads((folder / "words.json").read_text("utf-8"))
        return cls(learnt, model_storage, resource)

    def process(self, messages: List[Message]) -> List[Message]:
        """Decide the language of each message."""
        for message in messages:
            current = (message.get("metadata") or {}).get("language", LANGUAGES[0])
            decision = self._model.decide(message.get(TEXT) or "", current)
            entity = {"entity": "language", "value": decision.language, "extractor": "LanguageDetector"}
            message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
            message.set("language_decision", decision)
        return messages
