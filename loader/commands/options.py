"""Shared by all commands: dbt's flags, logging, board names, and error output."""

from __future__ import annotations

import functools
import logging
import re
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from loader.commands.entry import EXIT_INTERRUPTED
from loader.deployment.request import ComplexChoice
from loader.errors import LoaderError, UsageError
from loader.output.console import note, printable
from loader.output.logs import set_up_logging
from loader.session import DbtFlags, Session
from loader.settings import is_under_kestra

log = logging.getLogger(__name__)
_F = TypeVar("_F", bound=Callable[..., Any])

_ADDRESS = re.compile(
    r"(?:https?://)?[a-z0-9.-]+\.monday\.com/boards/([0-9]+)(?:[/?#].*)?", re.IGNORECASE
)
_STOPS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGBREAK") if hasattr(signal, name))


def complete_boards(
    ctx: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete board names in the shell, without removed boards; nothing if there is no project."""
    try:
        names = Session(DbtFlags(project_dir=ctx.params.get("project_dir"))).registry.loadable()
    except (LoaderError, OSError):
        return []
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def common_options(command: _F) -> _F:
    """Add dbt's four flags, -v and --log-format; the command gets a `session` instead of them."""

    @click.option("--project-dir", metavar="DIR", help="Folder of dbt_project.yml.")
    @click.option("--profiles-dir", metavar="DIR", help="Folder of profiles.yml.")
    @click.option("--profile", metavar="NAME", help="Profile to use instead of the project's.")
    @click.option("-t", "--target", metavar="NAME", help="Target of the profile to use.")
    @click.option("-v", "--verbose", is_flag=True, help="Show each request.")
    @click.option(
        "--log-format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Format of the notes on stderr.",
    )
    @functools.wraps(command)
    def with_session(
        *args: Any,
        project_dir: str | None,
        profiles_dir: str | None,
        profile: str | None,
        target: str | None,
        verbose: bool,
        log_format: str,
        **kwargs: Any,
    ) -> Any:
        set_up_logging(log_format, verbose, is_under_kestra())
        flags = DbtFlags(project_dir, profiles_dir, profile, target)
        return guarded(command, *args, session=Session(flags), **kwargs)

    return with_session  # type: ignore[return-value]


def guarded(command: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run a command so that every failure becomes one message and an exit code."""
    try:
        with _ended_as_interrupted():
            return command(*args, **kwargs)
    except LoaderError as exc:
        show_error(exc)
        sys.exit(exc.exit_code)
    except (KeyboardInterrupt, click.Abort):
        note("Interrupted; the last complete data stays.")
        sys.exit(EXIT_INTERRUPTED)
    except (click.ClickException, click.exceptions.Exit, SystemExit):
        raise
    except Exception as exc:  # the last resort
        show_unexpected(exc)
        sys.exit(1)


@contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """Treat the signals that schedulers send at a time limit like Ctrl-C: record and report it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.signal(one, signal.default_int_handler) for one in _STOPS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def show_error(exc: LoaderError, prefix: str = "") -> None:
    """Log the error, escaped, with each of its lines on a separate line."""
    log.error("%s%s", prefix, str(exc))


def show_unexpected(exc: Exception, prefix: str = "") -> None:
    """Log a bug in the program as one message, and its traceback with -v."""
    if log.isEnabledFor(logging.DEBUG):
        for line in "".join(traceback.format_exception(exc)).splitlines():
            note(printable(line))
    log.error(
        "%sunexpected %s: %s (this is a fault of the program; -v shows where)",
        prefix,
        type(exc).__name__,
        str(exc),
    )


def _read_board_id(_: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """Parse the option's value: a board id, or a board's address that contains it."""
    if value is None:
        return None
    text = value.strip()
    address = _ADDRESS.fullmatch(text)
    number = address[1] if address else text
    if not re.fullmatch("[0-9]{1,19}", number) or not int(number):
        raise click.BadParameter(
            f"{printable(text[:80])!r} is no id of a board; give the number in the board's "
            "address, https://NAME.monday.com/boards/NUMBER, or the address itself. "
            "`monday-board discover` lists boards with their ids.",
            param=param,
        )
    return int(number)


def board_id_option(*, required: bool = False, help: str = "{}") -> Callable[[_F], _F]:
    """Add --board-id; `{}` in `help` is replaced with the accepted values."""
    told = help.format("The number in the board's address, or that address.")
    return click.option(
        "--board-id", callback=_read_board_id, metavar="ID", required=required, help=told
    )


def board_argument(required: bool = True) -> Callable[[_F], _F]:
    """Add an argument BOARD, a name that the shell completes."""
    return click.argument(
        "board", required=required, metavar="BOARD", shell_complete=complete_boards
    )


def json_option(what: str) -> Callable[[_F], _F]:
    """Add --json; `what` is its help."""
    return click.option("--json", "as_json", is_flag=True, help=what)


def boards_argument(command: _F) -> _F:
    """Add an argument for any number of BOARD names, which the shell completes."""
    return click.argument("boards", nargs=-1, metavar="[BOARD]...", shell_complete=complete_boards)(
        command
    )


def complex_options(command: _F) -> _F:
    """Add --approve-complex and --reject-complex."""
    for flag, text in (
        ("--reject-complex", "Reject all columns that need a decision."),
        (
            "--approve-complex",
            "Approve all columns that need a decision, and relations.",
        ),
    ):
        command = click.option(flag, is_flag=True, help=text)(command)
    return command


def complex_choice(approve: bool, reject: bool, yes: bool = False) -> ComplexChoice:
    """Return the choice by `complex_options` and --yes. Raises UsageError if both flags are set."""
    if approve and reject:
        raise UsageError("Give one of --approve-complex and --reject-complex.")
    return "approve" if approve else "reject" if reject else "keep" if yes else "ask"
