"""The commands as a person types them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from handoff.accounts.model import DEFAULT_SEATS, MAX_SEATS, Role, Skills
from handoff.cli.console import say, say_error
from handoff.cli.errors import CommandError
from handoff.cli.places import VAR
from handoff.cli.publishing_commands import Var, add_to
from handoff.conversations.model import Mode
from handoff.faq.model import Language
from handoff.inbox.model import Reason

app = typer.Typer(
    name="luukku",
    help="Luukku: ask the city at one hatch. A chat assistant in Finnish, Swedish and English, with people behind it.",
    epilog="The first start sets everything up; everything that it makes stays inside this folder.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def run(
    host: Annotated[
        str, typer.Option(envvar="LUUKKU_HOST", help="Address to listen on; 0.0.0.0 for every network.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(envvar="LUUKKU_PORT", min=1, max=65535, help="Port of the pages and the chat.")
    ] = 8000,
    rasa_port: Annotated[int, typer.Option(min=1, max=65535, help="Port of Rasa, on loopback only.")] = 5005,
    actions_port: Annotated[
        int,
        typer.Option(envvar="LUUKKU_ACTIONS_PORT", min=1, max=65535, help="Port of the actions, on loopback only."),
    ] = 5055,
    var: Annotated[
        Path, typer.Option(envvar="LUUKKU_VAR", file_okay=False, help="Folder for the database, logs and secrets.")
    ] = VAR,
) -> None:
    """Set up what is missing, start everything and print the addresses. Ctrl-C stops it all."""
    from handoff.cli.run import Options
    from handoff.cli.run import run as run_everything

    options = Options(host=host, port=port, rasa_port=rasa_port, actions_port=actions_port, var=var.resolve())
    run_everything(options, os.environ)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(context: typer.Context) -> None:
    """Run every test: of the bot, the browser code and the service. Arguments go to the last, pytest.

    With a path among them (for example `tests/cli -k port`) only that is run.
    """
    from handoff.cli.testing import run_tests

    raise typer.Exit(run_tests(context.args, os.environ))


@app.command()
def check() -> None:
    """Check style, types, import rules and the assistant's data."""
    from handoff.cli.checks import run_checks

    raise typer.Exit(run_checks(os.environ))


@app.command()
def train(
    again: Annotated[bool, typer.Option("--again", help="Train even if nothing has changed.")] = False,
) -> None:
    """Train the assistant from config.yml, domain.yml, data/ and bot/."""
    from handoff.cli.setup import prepare_training

    model = prepare_training(os.environ, again=again)
    typer.echo(model)


@app.command()
def doctor() -> None:
    """Say what is installed, what is missing and how to get it."""
    from handoff.cli.doctor import examine, print_findings

    print_findings(examine(os.environ))


@app.command()
def add_agent(
    username: Annotated[str, typer.Argument(help="What they sign in with.")],
    name: Annotated[str, typer.Argument(help="What citizens see.")],
    *,
    role: Annotated[Role, typer.Option(help="What they may do.")] = "agent",
    queues: Annotated[str, typer.Option(help="Queues that they serve, with commas; none: the city's; or: all.")] = "",
    languages: Annotated[str, typer.Option(help="Languages that they serve, as fi,sv; none named: all.")] = "",
    seats: Annotated[int, typer.Option(min=1, max=MAX_SEATS, help="How many conversations at once.")] = DEFAULT_SEATS,
    var: Annotated[
        Path, typer.Option(envvar="LUUKKU_VAR", file_okay=False, help="Folder for the database, logs and secrets.")
    ] = VAR,
) -> None:
    """Let somebody more sign in to the agent console; prints their password once."""
    from handoff.cli.add_agent import add_agent as add
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    skills = Skills(tuple(queues.replace(",", " ").split()), tuple(languages.replace(",", " ").split()), seats)
    typer.echo(add(username, name, role, var=var.resolve(), environ=os.environ, skills=skills))


open311_key = typer.Typer(no_args_is_help=True, help="Say which systems may send cases over Open311.")
app.add_typer(open311_key, name="open311-key")


@open311_key.command("add")
def add_open311_key(
    name: Annotated[str, typer.Argument(help="Which system it is for, in at most 80 characters.")], var: Var = VAR
) -> None:
    """Let a system send cases; prints its key once."""
    from handoff.cli.open311_key import add
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    typer.echo(add(name, var=var.resolve(), environ=os.environ))


@open311_key.command("list")
def list_open311_keys(var: Var = VAR) -> None:
    """Print the id, name and dates of every key."""
    from handoff.cli.open311_key import lines
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    for line in lines(var=var.resolve(), environ=os.environ):
        typer.echo(line)


@open311_key.command("revoke")
def revoke_open311_key(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="The key's id, as `list` prints it.")], var: Var = VAR
) -> None:
    """Let a system send nothing more."""
    from handoff.cli.open311_key import revoke
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    revoke(key_id, var=var.resolve(), environ=os.environ)


texts = typer.Typer(no_args_is_help=True, help="See the fixed texts: greetings, numbers to call, hours, replies.")
app.add_typer(texts, name="texts")


@texts.command("list")
def list_texts(
    group: Annotated[str, typer.Argument(metavar="[FILE]", help="Of this file alone, such as small_talk.")] = "",
) -> None:
    """Print the id of every text, and how it begins in Finnish."""
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    from handoff.cli import texts as fixed

    for line in fixed.lines(fixed.items(fixed.city_files(), group)):
        typer.echo(line)


@texts.command("show")
def show_text(item_id: Annotated[str, typer.Argument(metavar="ID", help="As `list` prints it.")]) -> None:
    """Print a text in all languages, and what is wrong with it."""
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    from handoff.cli import texts as fixed

    for line in fixed.shown(fixed.city_files(), item_id):
        typer.echo(line)


faq = typer.Typer(no_args_is_help=True, help="See the answers, and what is wrong with them.")
app.add_typer(faq, name="faq")
Topics = Annotated[list[str] | None, typer.Argument(metavar="[TOPIC]…", help="Of these alone; none: of all.")]


add_to(faq)


@faq.command("list")
def list_faq(topics: Topics = None) -> None:
    """Print every entry: its area, when it is to be reviewed, how many questions it has in each language, its title."""
    from handoff.cli import faq as answers
    from handoff.cli.places import FAQ
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    for line in answers.lines(answers.entries(FAQ, topics or [])):
        typer.echo(line)


@faq.command("check")
def check_faq(
    topics: Topics = None,
    *,
    links: Annotated[
        bool, typer.Option("--links", help="Ask the pages' servers whether they are still there; of guides, too.")
    ] = False,
) -> None:
    """Print what is missing, stale, hard to read or like another entry; ends with 1 if there is anything."""
    from handoff.cli import faq as answers
    from handoff.cli.places import FAQ, GUIDES
    from handoff.cli.setup import prepare_service
    from handoff.clock import utc_now

    prepare_service(os.environ)
    every, listed = answers.entries(FAQ, []), answers.entries(FAQ, topics or [])
    told = [*answers.problems(listed, utc_now().date()), *answers.overlapping(every, listed)]
    if links:
        told += answers.broken_links(listed, [] if topics else answers.guides(GUIDES))
    for line in told:
        typer.echo(line)
    raise typer.Exit(1 if told else 0)


@faq.command("try")
def try_question(
    question: Annotated[str, typer.Argument(help="As a citizen would write it, in any language.")],
    *,
    before: Annotated[str, typer.Option(help="What was asked just before it.")] = "",
    language: Annotated[Language, typer.Option(help="Language of the page.")] = "fi",
    mode: Annotated[Mode, typer.Option(help="The city's chat or the youth chat.")] = "city",
    var: Var = VAR,
) -> None:
    """Ask the running assistant what it would answer, and print why; nothing is kept."""
    from handoff.cli import trying
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    told = trying.lines(question, before=before, language=language, mode=mode, var=var.resolve(), environ=os.environ)
    for line in told:
        typer.echo(line)


@faq.command("inbox")
def list_inbox(
    reason: Annotated[Reason | None, typer.Option(help="Only what is here for this reason.")] = None,
    language: Annotated[Language | None, typer.Option(help="Only what was written in this language.")] = None,
    days: Annotated[int, typer.Option(min=0, help="Not older; 0: all that is kept.")] = 0,
    var: Var = VAR,
) -> None:
    """Print what the assistant could not answer, in groups of messages that ask the same, the most usual first."""
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    from handoff.cli import inbox
    from handoff.inbox.model import Wanted

    wanted = Wanted(reason or "", language or "", days)
    for line in inbox.lines(inbox.groups(var=var.resolve(), environ=os.environ, wanted=wanted)):
        typer.echo(line)


@faq.command("export")
def export_faq(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="Its ending says the format: .xlsx, .csv, .yml, .json.")],
    *,
    published: Annotated[bool, typer.Option("--published", help="Without the editors' drafts.")] = False,
    language: Annotated[str, typer.Option(help="Of the headings: fi, sv or en.")] = "fi",
    var: Var = VAR,
) -> None:
    """Write the answers into FILE: a workbook, a table, YAML for a stock Rasa bot (.yml), or open data (.json)."""
    from handoff.cli.faq_files import export
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    export(file, language, with_drafts=not published, var=var.resolve(), environ=os.environ)


@faq.command("import")
def import_faq(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="As `export` writes it, or by hand.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing.")] = False,
    var: Var = VAR,
) -> None:
    """Print which answers FILE changes, and make drafts of them: all or none. Ends with 1 if something is wrong."""
    from handoff.cli.faq_files import bring
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    for line in bring(file, dry_run=dry_run, var=var.resolve(), environ=os.environ):
        typer.echo(line)


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Tab-separated, with the header: lang, label, style (or: first), text.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
    calibration: Annotated[
        Path | None,
        typer.Option(metavar="FILE.svg", dir_okay=False, help="Draw how far its confidence can be trusted."),
    ] = None,
) -> None:
    """Ask the trained assistant every question of FILE as a citizen would, and count the right answers."""
    from handoff.cli.evaluate import check_folder, print_report, write_calibration
    from handoff.cli.evaluate import evaluate as evaluate_file

    if calibration is not None:
        check_folder(calibration)
    report = evaluate_file(file, os.environ)
    print_report(report, as_json=as_json)
    if calibration is not None:
        write_calibration(report, calibration)


def main() -> None:
    """Run the command on the command line; every foreseen failure is one line and a non-zero exit."""
    try:
        app()
    except CommandError as error:
        say_error(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        say("Stopped before it was finished; the next start goes on from here.")
        sys.exit(130)
