"""The command line: one file per command, imported only when the command runs, so that ``--help`` is fast."""

import difflib
import importlib
import os
import select
import sys

import click

from coranto import __version__, errors
from coranto.cli import log_lines

# In the order of the help: a newsroom first, then its stages as filters.
COMMANDS = {
    "init": "write a site, ready to edit",
    "run": "gather, judge, publish and serve, for ever",
    "worker": "one of several that gather together, on one PostgreSQL",
    "demo": "a whole newsroom without the internet",
    "serve": "the site and the API, live",
    "mcp": "the newsroom for an assistant",
    "build": "the site and the API as static files",
    "add": "add one source",
    "import": "take over an OPML list or a folder of records",
    "explain": "everything known about one article",
    "edit": "decide by hand: stories, publication, headlines, topics; log and undo",
    "teach": "what decisions taught: the table, its rows, and your word on them",
    "story": "the older name of `coranto edit` for stories",
    "people": "who may sign in to the desk",
    "tune": "what a change of settings or topics would do",
    "rejudge": "judge again what is stored, by the rules of now",
    "issue": "the newsletter: draft, show, check, plan, put out, take back",
    "subscriber": "who gets the newsletter: list, add, import, export, forget",
    "export": "everything judged, as JSON Lines or Parquet",
    "replay": "judge an exported corpus again, and compare",
    "webhook": "tell other programs of stories, signed",
    "alert": "report what a search finds from now on",
    "sources": "whom we read, and how they are doing",
    "check": "validate configuration, topics and records",
    "backup": "one file with everything, while the newsroom goes on",
    "restore": "a backup becomes a newsroom again, or proves that it could",
    "prune": "let go what is old: texts, given-up entries, logs",
    "move": "from SQLite to PostgreSQL, or back",
    "doctor": "versions, database, disk, clock, failing sources and hooks",
    "health": "whether the site on this machine answers",
    "parse": "filter: a feed to entries",
    "extract": "filter: pages to articles",
    "judge": "filter: articles to topics and quality",
    "cluster": "filter: articles to stories",
    "record": "filter: records to JSON and back",
    "newsroom": "filter: articles to finished record files",
}
ALIASES = {"hook": "webhook"}  # older names, which keep working


class Newsroom(click.Group):
    """A group that lists its commands by name and imports only the one that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """Return the command names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - Click's signature
        """Import ``coranto.cli.<name>_`` and return its ``command``."""
        name = ALIASES.get(name, name)
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"coranto.cli.{name}_").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest a similar command name when the typed one does not exist."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as mistake:
            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            if near:
                raise click.UsageError(f"{mistake.message} Did you mean `coranto {near[0]}`?", ctx) from None
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Newsroom, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="coranto %(version)s")
@click.option("--config", "config_file", metavar="FILE", help="The configuration (default ./coranto.toml).")
@click.option("-v", "--verbose", count=True, help="Say more.")
@click.option("-q", "--quiet", is_flag=True, help="Say less.")
@click.option(
    "--log",
    "log_form",
    type=click.Choice(log_lines.FORMS),
    default="plain",
    envvar="CORANTO_LOG",
    help="Standard error as sentences, or as a log with time and level (default plain; CORANTO_LOG).",
)
@click.pass_context
def group(ctx: click.Context, config_file: str | None, verbose: int, quiet: bool, log_form: str) -> None:
    """Gather news on your own subject, judge it, group it into stories, publish it, and explain every step.

    \b
    Try it:   coranto demo
    Begin:    coranto init mysite && cd mysite && coranto run
    """
    log_lines.begin(log_form)
    ctx.obj = {"config": config_file, "verbose": verbose - quiet}


def main() -> None:
    """Run the command line. Print a CorantoError as one line on standard error, never as a traceback.

    SIGPIPE stays ignored, as Python leaves it: it would end the whole newsroom when one reader leaves in the middle
    of a page, or one worker process dies. A filter whose output nobody reads any more (``coranto parse feed | head``)
    meets a BrokenPipeError instead, and ends quietly.
    """
    try:
        group.main(standalone_mode=False, prog_name="coranto")
        sys.stdout.flush()
    except BrokenPipeError:
        if not _is_unread():  # another pipe broke, of a process of ours or a connection: an error like any other
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the interpreter flushes once more at its end
        sys.exit(1)
    except click.exceptions.Abort:
        log_lines.failed("stopped")
        sys.exit(130)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as mistake:
        mistake.show()
        sys.exit(2)
    except errors.CorantoError as trouble:
        from coranto.i18n import wording

        log_lines.failed(f"coranto: {wording.error(trouble)}")
        sys.exit(2 if isinstance(trouble, errors.ConfigError) else 1)


def _is_unread() -> bool:
    """Whether standard output or standard error has lost its reader."""
    ends = select.poll()
    for number in (1, 2):
        ends.register(number, select.POLLOUT)
    return any(event & (select.POLLERR | select.POLLHUP | select.POLLNVAL) for _, event in ends.poll(0))
