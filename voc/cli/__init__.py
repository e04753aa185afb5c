"""The command line: one command a file; each parses, calls one function and prints.

For: people and scripts. Data go to stdout, progress and notices to stderr. Not for: any decision about data.
A command's module is imported when that command runs, so that `voc --help` answers at once.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module

import click

from voc import __version__, progress
from voc.errors import DataError, VocError

# name -> one line for `voc --help`; the module of the same name is imported only when the command runs.
COMMANDS = {
    "init": "Look at the files in a folder and draft a voc.toml.",
    "check": "Read and join everything, analyse nothing: kept, rejected and why.",
    "ingest": "Any supported file to canonical tables.",
    "classify": "Sentiment and topics of the texts in one file.",
    "analyze": "The whole pipeline: what moved, where, why, how sure.",
    "explain": "Ask a finished run about one metric and one date.",
    "impact": "What goes with one metric, topic by topic.",
    "experiment": "Compare two arms: difference, interval, non-inferiority.",
    "report": "Write the reports of a finished run again.",
    "label": "Comments to read by hand: draw, read back, agree, audit.",
    "train": "Learn a classifier from labelled comments.",
    "evaluate": "Score the classifier against hand-made labels.",
    "model": "Classifiers that can be named: list, show, verify.",
    "demo": "Write an invented company to try voc on.",
    "doctor": "Versions, settings and which source won.",
    "schema": "The tables and their columns, types and units.",
}


class _Commands(click.Group):
    """Loads a command's module only when that command runs; `--help` of the group needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"voc.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="voc")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.pass_context
def group(ctx: click.Context, debug: bool) -> None:
    """Voice of the customer, right or silent: what moved, where, why, how sure, who says so, what to do.

    \b
    Try it:  voc demo northfell && voc analyze northfell --out out
    """
    ctx.obj = debug


def collect_less() -> None:
    """Tell Python to look for garbage less often: tables are many small objects that live long and hold no cycles."""
    gc.set_threshold(100_000, 20, 20)


def main() -> None:
    """Run `voc`; a VocError is printed as its few lines and ends with its exit code, never with a traceback."""
    collect_less()
    debug = "--debug" in sys.argv
    try:
        with progress.heard(lambda what, done, of: click.echo(f"  {done:,} of {of:,} {what} read ...", err=True)):
            group.main(prog_name="voc", standalone_mode=False)
    except VocError as error:
        if debug:
            raise
        fail(error)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        if debug:
            raise
        fail(_not_reachable(error))
    except Exception as error:
        if debug:
            raise
        from voc.personal import hidden
        from voc.personal.printable import printable

        said = hidden(str(error))
        text = f"E900 a fault of ours: {type(error).__name__}: {said}\n  do: run it again with --debug and report it"
        click.echo(printable(text), err=True)
        sys.exit(1)


def _not_reachable(error: OSError) -> DataError:
    """A file or folder that the system does not let us read or write."""
    where = str(error.filename or "")
    return DataError("E280", "cannot read or write this", where=where, found=error.strerror or str(error),
                     do="look at its permissions and the space left, or name another place")  # fmt: skip


def fail(error: VocError) -> None:
    """Print an error where people look, and as JSON where a program asked for JSON; then leave."""
    from voc.cli import options
    from voc.personal.printable import shown

    if "--json" in sys.argv:
        options.print_json({"error": shown(error).as_dict()})
    options.leave(error)
