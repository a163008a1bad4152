"""`./luukku texts …`: the fixed texts, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator

from handoff.cli.errors import CommandError
from handoff.cli.places import ROOT
from handoff.editing.text_files import TextFiles
from handoff.editing.text_gates import findings
from handoff.editing.texts import TextItem
from handoff.faq.content import BadFaq


def city_files() -> TextFiles:
    """Return the files of the checkout."""
    service = ROOT / "data" / "service"
    return TextFiles(
        card=service / "help.yml",
        queues=service / "queues.yml",
        replies=service / "replies.yml",
        responses=ROOT / "data" / "responses",
    )


def items(files: TextFiles, group: str) -> list[TextItem]:
    """Return the texts of a file, or all where none is named.

    Raises:
        CommandError: a file cannot be used, or there is no such.
    """
    try:
        if group and group not in files.groups():
            raise CommandError(f"There is no file {group}: {', '.join(files.groups())}.")
        return [item for item in files.all().values() if group in ("", item.group)]
    except BadFaq as error:
        raise CommandError(str(error)) from error


def lines(listed: list[TextItem]) -> Iterator[str]:
    """Yield a line for each text: id, and how it begins in Finnish."""
    width = max((len(item.id) for item in listed), default=0)
    for item in listed:
        yield f"{item.id:<{width}}  {item.title('fi').partition(chr(10))[0][:100]}"


def shown(files: TextFiles, item_id: str) -> Iterator[str]:
    """Yield each field of a text, and what keeps it from being published.

    Raises:
        CommandError: there is no such text.
    """
    found = {item.id: item for item in items(files, "")}.get(item_id)
    if found is None:
        raise CommandError(f"There is no text {item_id}: see `./luukku texts list`.")
    for name, text in found.fields.items():
        yield f"{name}: " + text.replace("\n", "\n    ")
    for finding in findings(found, found):
        yield f"{finding.field}: {finding.kind.replace('_', ' ')} {finding.figure}".rstrip()
