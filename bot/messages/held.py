"""Words for messages that may or may not have arrived, and wait for an admin's word."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.messages.items import Reader
from bot.messages.markup import bold, code, counted, day_and_time, dotted, italic, keyboard, lines
from bot.messages.reply import Reply
from storage.model import Button, Delivery, DeliveryKind

# Of a message as much is shown as tells it from others.
_SHOWN = 70


def held(found: Sequence[Delivery], *, count: int, done: str = "", reader: Reader) -> Reply:
    """List messages that are held, with two buttons for each.

    Args:
        found: Some of them, newest first.
        count: How many there are.
        done: What was just done with one, or empty.
        reader: For whom.
    """
    if not found:
        nothing = "No message is held: all that was sent arrived, or surely did not."
        return Reply(lines(done or None, nothing), page="unsure")
    rest = count - len(found)
    heading = lines(
        done or None,
        bold(f"{counted(count, 'message')} held"),
        "The connection broke before Telegram's answer: each may have arrived, or not. "
        "Sent again, it may arrive twice.",
    )
    older = [Markup("and {} older").format(f"{rest:,}")] if rest > 0 else []
    return Reply(
        Markup("\n\n").join([heading, *(_one(each, reader) for each in found), *older]),
        keyboard(
            *(
                (
                    Button(f"Send {one.id} again", f"/unsure send {one.id}"),
                    Button(f"Forget {one.id}", f"/unsure forget {one.id}"),
                )
                for one in found
            )
        ),
        page="unsure",
    )


def held_told(count: int) -> Reply:
    """Tell an admin, unasked, that something is held."""
    are, each = ("message is", "it") if count == 1 else ("messages are", "each")
    return Reply(
        Markup("{} {} held: {} may have arrived, or not.").format(f"{count:,}", are, each),
        keyboard((Button("Show", "/unsure"),)),
    )


def _one(delivery: Delivery, reader: Reader) -> Markup:
    message = delivery.message
    # What a reader asked for in private is theirs.
    is_private = message.kind is DeliveryKind.REPLY
    return lines(
        dotted(
            code(str(delivery.id)),
            f"{message.kind.value} to {message.chat_id}",
            day_and_time(delivery.due_at, now=reader.now, zone=reader.zone),
        ),
        None if is_private else Markup("“{}”").format(_beginning(message.text)),
        italic(delivery.error) if delivery.error else None,
    )


def _beginning(text: str) -> str:
    shown = " ".join(Markup(text).striptags().split())  # noqa: S704 - stored by us, escaped then
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN].rsplit(" ", 1)[0] + "…"
