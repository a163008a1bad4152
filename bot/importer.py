"""Rasa importer of the project's own content files.

Adds to what stands in `domain.yml` and `data/`: one `faq/<topic>` intent with its examples per FAQ
entry, and a response name per response. The *texts* stay out of the trained model (the domain carries
only names), because `bot.nlg` reads them from the files: an edited answer needs no training.
"""

import json
import re
from collections import Counter
from hashlib import md5
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Text, Union

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot.content import FaqEntry, read_faq, read_responses

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Example(Message):
    """A training example that nothing changes.

    Before Rasa trains, it copies and compares all of them some ten times; of thousands that is half of its own time.
    """

    def __deepcopy__(self, _memo: Dict[int, Any]) -> "Example":
        return self

    def set(self, prop: Text, info: Any, add_to_output: bool = False) -> None:
        """Set a property; one that has this value already leaves the kept fingerprint alone."""
        if self.data.get(prop) != info:
            super().set(prop, info, add_to_output)

    def fingerprint(self) -> Text:
        """Fingerprint of the content as one text: Rasa hashes every key and value by itself, at ten times the cost."""
        if self.features:
            return super().fingerprint()
        if self._cached_fingerprint is None:
            content = json.dumps(self.data, sort_keys=True, default=str)
            self._cached_fingerprint = md5(content.encode()).hexdigest()  # noqa: S324 - told apart, not kept secret
        return self._cached_fingerprint


class ContentImporter(RasaFileImporter):
    """Rasa's file importer plus FAQ entries and three-language responses.

    Args:
        faq: folder of FAQ entries, relative to the working directory.
        responses: folder of response files, relative to the working directory.
    """

    def __init__(
        self,
        config_file: Optional[Text] = None,
        domain_path: Optional[Text] = None,
        training_data_paths: Optional[Union[List[Text], Text]] = None,
        faq: Text = "data/nlu/faq",
        responses: Text = "data/responses",
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        self._faq_folder = Path(faq)
        self._responses_folder = Path(responses)

    @cached_method
    def get_nlu_data(self, language: Optional[Text] = "en") -> TrainingData:
        """Examples of the data files and of every FAQ entry, in all languages: one joint model."""
        entries = read_faq(self._faq_folder).values()
        examples = [
            Example.build(
                text=text, intent=entry.intent, intent_metadata={"language": entry_language, "area": entry.area}
            )
            for entry in entries
            for entry_language, texts in entry.examples.items()
            for text in texts
        ]
        examples += _answer_examples(entries)
        others = super().get_nlu_data(language)
        others.training_examples = [Example(message.data) for message in others.training_examples]
        return others.merge(TrainingData(examples))

    @cached_method
    def get_domain(self) -> Domain:
        """The domain file's content plus the names of all responses."""
        names = [f"utter_{entry.intent}" for entry in read_faq(self._faq_folder).values()]
        names += [key for key in read_responses(self._responses_folder) if key.startswith("utter_")]
        # The rules are read against this domain, so the retrieval intent must be in it before Rasa adds it itself.
        content: Dict[Text, Any] = {"intents": ["faq"], "responses": {name: [{"text": name}] for name in names}}
        return super().get_domain().merge(Domain.from_dict(content))


def _answer_examples(entries: Iterable[FaqEntry]) -> List[Message]:
    """Titles and sentences of answers as further examples: they hold the words of the topic that nobody listed.

    Worth 3 points of accuracy in cross-validation. What stands in several topics tells none of them.
    """
    sentences = [
        (sentence, entry.intent, language)
        for entry in entries
        for language, answer in entry.answers.items()
        for sentence in (entry.titles[language], *_SENTENCE_END.split(answer.text))
    ]
    topics = Counter(sentence for sentence, _ in {(sentence, intent) for sentence, intent, _ in sentences})
    return [
        Example.build(text=sentence, intent=intent, intent_metadata={"language": language, "from_answer": True})
        for sentence, intent, language in sentences
        if topics[sentence] == 1
    ]
