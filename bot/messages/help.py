"""Words for finding one's way."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from bot.messages.markup import bold, code, keyboard, lines
from bot.messages.reply import Reply
from storage.model import Button


def start(*, is_admin: bool) -> Reply:
    """Greet: what this is, and the first taps."""
    return Reply(
        text=lines(
            bold("News digest"),
            "Send a link or paste an article: you get its most telling sentences, word for word.",
            "Subscribe, and the day's stories come when you want them, each told once.",
            "You are an admin: what you send is published. /addsource adds a feed."
            if is_admin
            else None,
        ),
        buttons=keyboard(
            (Button("Digest now", "/digest"), Button("Subscribe", "/subscribe")),
            (Button("Latest", "/latest"), Button("Help", "/help")),
        ),
    )


def help_(everyone: Iterable[tuple[str, str]], admins: Iterable[tuple[str, str]]) -> Reply:
    """List the commands.

    Args:
        everyone: Usage and help of each command.
        admins: The same for admins' commands; empty for other readers.
    """
    for_admins = [_row(*row) for row in admins]
    return Reply(
        lines(
            bold("Commands"),
            *(_row(*row) for row in everyone),
            "" if for_admins else None,
            bold("For admins") if for_admins else None,
            *for_admins,
            "",
            "A link or a pasted text is summarised, a few words are searched for. "
            "Ids: 12 is an article, h12 a headline, s12 a story, d12 a digest, f12 a source.",
        )
    )


def whoami(*, user_id: int, chat_id: int, is_admin: bool, is_local: bool) -> Reply:
    """Tell the ids that go into ADMIN_IDS and ALLOWED_IDS."""
    if is_local:
        return Reply(Markup("You sit at the terminal, so you are the admin."))
    return Reply(
        lines(
            Markup("Your user id is {}.").format(code(str(user_id))),
            Markup("This chat's id is {}.").format(code(str(chat_id)))
            if chat_id != user_id
            else None,
            "You are an admin."
            if is_admin
            else "The bot's owner makes you an admin by adding your id to ADMIN_IDS.",
        )
    )


def _row(usage: str, text: str) -> Markup:
    return Markup("{}: {}").format(usage, text)
