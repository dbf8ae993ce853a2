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

_ALL = Button("All that are held", "/unsure")


def held(found: Sequence[Delivery], *, count: int, reader: Reader) -> Reply:
    """List messages that are held, with two buttons for each.

    Args:
        found: Some of them, newest first.
        count: How many there are.
        reader: For whom.
    """
    if not found:
        return Reply(Markup("No message is held: all that was sent arrived, or surely did not."))
    rest = count - len(found)
    return Reply(
        Markup("\n\n").join(
            [
                lines(
                    bold(f"{counted(count, 'message')} held"),
                    "The connection broke before Telegram's answer: each may have arrived, or not. "
                    "Sent again, it may arrive twice.",
                ),
                *(_one(delivery, reader) for delivery in found),
                *([Markup("and {} older").format(f"{rest:,}")] if rest > 0 else []),
            ]
        ),
        keyboard(
            *(
                (
                    Button(f"Send {one.id} again", f"/unsure send {one.id}"),
                    Button(f"Forget {one.id}", f"/unsure forget {one.id}"),
                )
                for one in found
            )
        ),
    )


def held_sent(delivery: Delivery) -> Reply:
    """Confirm that a message is sent once more."""
    return Reply(
        Markup("Message {} goes to {} once more.").format(
            code(str(delivery.id)), delivery.message.chat_id
        ),
        keyboard((_ALL,)),
    )


def held_forgotten(delivery: Delivery) -> Reply:
    """Confirm that a message is not sent again."""
    return Reply(
        Markup("Message {} is not sent again.").format(code(str(delivery.id))), keyboard((_ALL,))
    )


def held_told(count: int) -> Reply:
    """Tell an admin, unasked, that something is held."""
    are = "message is" if count == 1 else "messages are"
    return Reply(
        Markup("{} {} held: each may have arrived, or not.").format(f"{count:,}", are),
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
