"""Words for finding one's way, and for what went wrong: one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from bot.errors import BotError, UsageError
from bot.messages.catalogue import attribute, label, listed, say
from bot.messages.markup import Reply, bold, code, lines


def help_(everyone: Iterable[str], admins: Iterable[str], *, language: str) -> Reply:
    """List the commands.

    Args:
        everyone: Names of the commands.
        admins: The same for admins' commands; empty for other readers.
        language: The reader's.
    """
    for_admins = [_row(name, language) for name in admins]
    return Reply(
        lines(
            bold(say(language, "help-commands")),
            *(_row(name, language) for name in everyone),
            "" if for_admins else None,
            bold(say(language, "help-admins")) if for_admins else None,
            *for_admins,
            "",
            say(language, "help-end"),
        )
    )


def _row(name: str, language: str) -> Markup:
    usage = command_usage(name, language=language)
    return say(language, "help-row", usage=usage, help=command_help(name, language=language))


def command_help(name: str, *, language: str) -> str:
    """Return what a command does, in one imperative line of at most 256 characters."""
    return label(language, f"command-{name}")


def command_usage(name: str, *, language: str) -> str:
    """Return a command with what it takes: `/subscribe [times] [days] [zone]`."""
    return f"/{name} {attribute(language, f'command-{name}', 'arguments')}".rstrip()


def whoami(*, user_id: int, chat_id: int, is_admin: bool, is_local: bool, language: str) -> Reply:
    """Tell the ids that go into ADMIN_IDS and ALLOWED_IDS."""
    if is_local:
        return Reply(say(language, "whoami-terminal"))
    return Reply(
        lines(
            say(language, "whoami-user", id=code(str(user_id))),
            say(language, "whoami-chat", id=code(str(chat_id))) if chat_id != user_id else None,
            say(language, "whoami-admin" if is_admin else "whoami-reader"),
        )
    )


def usage(problem: UsageError, *, command: str, language: str) -> Reply:
    """Word a command that was typed wrong: the problem, then how it is typed.

    A problem that has an example of its own needs no more.
    """
    sentence = _sentence(problem, language) if problem.code else None
    if sentence is not None and (line := attribute(language, problem.code, "example")):
        return Reply(say(language, "usage-problem", problem=sentence, line=line))
    example = attribute(language, f"command-{command}", "example")
    return Reply(
        lines(
            sentence,
            say(language, "usage", usage=command_usage(command, language=language)),
            say(language, "usage-example", line=f"/{command} {example}") if example else None,
        )
    )


def unknown_command(name: str, *, language: str) -> Reply:
    """Say that there is no such command."""
    return Reply(say(language, "unknown-command", command=name))


def went_wrong(*, language: str) -> Reply:
    """Say that something unforeseen happened; the log has it."""
    return Reply(say(language, "went-wrong"))


def error(problem: BotError, *, language: str) -> Reply:
    """Return the sentence for `problem`."""
    return Reply(_sentence(problem, language))


def _sentence(problem: BotError, language: str) -> Markup:
    facts = {
        name: listed(language, fact, style="or") if isinstance(fact, tuple) else fact
        for name, fact in problem.facts.items()
    }
    return say(language, problem.code, **facts)
