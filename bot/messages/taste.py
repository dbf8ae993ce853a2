"""Words for what a reader likes, and for the buttons that say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup

from bot.messages.markup import bold, code, counted, dotted, italic, keyboard, lines
from bot.messages.reply import Reply
from storage.model import Button, Kind, Liking, Rating, Ref, TraitKind, Verdict

# core.telegram.org/bots/api#inlinekeyboardbutton
_BUTTON_BYTES: Final = 64

# Longer labels are cut beside another one on a phone.
_LABEL: Final = 18

# Traits that an answer names, and that have a button; `/taste` lists all.
_MOST_NAMED: Final = 6
_MOST_BUTTONS: Final = 6
_MOST_MUTES: Final = 4
_ROW: Final = 2

_KINDS: Final = {
    TraitKind.TOPIC: "Topics",
    TraitKind.SOURCE: "Sources",
    TraitKind.NAME: "Names",
}
_SAID: Final = {
    Verdict.MORE: "More like this",
    Verdict.LESS: "Less like this",
    Verdict.MUTE: "Muted",
}
_EFFECT: Final = {
    Verdict.MORE: "Such stories count more in your digests.",
    Verdict.LESS: "Such stories count less in your digests.",
    Verdict.MUTE: "This story never comes again, and such stories count less.",
}

_TASTE: Final = Button("My taste", "/taste")
_FILTERS: Final = Button("My filters", "/filters")


def taste(likings: Sequence[Liking], ratings: Sequence[Rating], *, doubles: float) -> Reply:
    """Word what a chat likes, with a button for each that resets it.

    Args:
        likings: What its presses come to, most points first.
        ratings: The presses.
        doubles: How many points double what a story counts for.
    """
    if not ratings:
        return Reply(
            lines(
                bold("Your taste"),
                "Nothing is learned yet. 👍 and 👎 below a digest move it a little, “More like "
                "this” and “Less like this” below a story more.",
            ),
            buttons=keyboard([_FILTERS, Button("Settings", "/settings")]),
            page="taste",
        )
    muted = [one for one in ratings if one.verdict is Verdict.MUTE]
    return Reply(
        lines(
            bold("Your taste"),
            *(_of_kind(kind, likings) for kind in TraitKind),
            None if likings else "Nothing counts more or less than else.",
            *(_muted(one) for one in muted),
            "",
            f"{doubles:g} points double what a story counts for, −{doubles:g} halve it; four times "
            "and a quarter are the most. "
            f"Learned from {counted(len(ratings), 'press', 'presses')}: the newest hundred count.",
        ),
        buttons=keyboard(
            *_rows(_reset_buttons(likings)),
            *_rows(
                [Button(f"Unmute {one.about}", f"/taste undo {one.about}") for one in muted[:4]]
            ),
            [Button("Reset all", "/taste reset"), _FILTERS, Button("Settings", "/settings")],
        ),
        page="taste",
    )


def rated(rating: Rating, likings: Sequence[Liking], *, is_new: bool) -> Reply:
    """Word that a press was noted, and what the chat likes now of what it moved.

    Args:
        rating: The press.
        likings: All that the chat likes now.
        is_new: Whether it was not said before.
    """
    moved = {one.trait for one in rating.likings}
    now = [one for one in likings if one.trait in moved]
    said = _SAID[rating.verdict]
    if rating.about.kind is Kind.DIGEST:
        said = "A good digest" if rating.verdict is Verdict.MORE else "Not a good digest"
    return Reply(
        lines(
            Markup("{}: {}").format(bold(said), _about(rating)),
            None if is_new else "That was noted before.",
            _EFFECT[rating.verdict],
            _named(now) if now else None,
        ),
        buttons=keyboard(
            [Button("Undo", f"/taste undo {rating.about}"), _TASTE],
            *_rows(_mute_buttons(rating)),
        ),
        about=str(rating.about),
    )


def unrated(rating: Rating) -> Reply:
    """Word that a press was taken back."""
    thumb = "👍" if rating.verdict is Verdict.MORE else "👎"
    label = thumb if rating.about.kind is Kind.DIGEST else _SAID[rating.verdict]
    again = Button(label, f"/taste {rating.verdict} {rating.about}")
    return Reply(
        Markup("Taken back: {}").format(_about(rating)),
        buttons=keyboard([again, _TASTE]),
        about=str(rating.about),
    )


def points(likings: Iterable[Liking]) -> str:
    """Return likings as they are shown: `sport +2, Coast Times −0.5`."""
    return ", ".join(_point(one) for one in likings)


def rating_buttons(about: Ref) -> list[Button]:
    """Return the buttons that rate a story or a digest."""
    labels = ("👍", "👎") if about.kind is Kind.DIGEST else ("More like this", "Less like this")
    commands = (f"/taste {verdict} {about}" for verdict in (Verdict.MORE, Verdict.LESS))
    return [Button(*each) for each in zip(labels, commands, strict=True)]


def _point(one: Liking) -> str:
    sign = "+" if one.points > 0 else "−"
    return f"{one.trait.name} {sign}{abs(round(one.points, 1)):g}"


def _of_kind(kind: TraitKind, likings: Sequence[Liking]) -> Markup | None:
    found = [_point(one) for one in likings if one.trait.kind is kind]
    return Markup("{}: {}").format(_KINDS[kind], dotted(*found)) if found else None


def _muted(rating: Rating) -> Markup:
    return Markup("Never again: {} {}").format(italic(rating.title), code(str(rating.about)))


def _unmute(rating: Rating) -> Button:
    return Button(f"Unmute {rating.about}", f"/taste undo {rating.about}")


def _named(likings: Sequence[Liking]) -> Markup:
    strongest = sorted(likings, key=lambda one: -abs(one.points))[:_MOST_NAMED]
    more = len(likings) - len(strongest)
    return dotted(*map(_point, strongest), f"and {more} more" if more else None)


def _about(rating: Rating) -> Markup:
    return italic(rating.title) if rating.title else code(str(rating.about))


def _reset_buttons(likings: Sequence[Liking]) -> list[Button]:
    strongest = sorted(likings, key=lambda one: -abs(one.points))
    buttons = (
        _fitting(f"Reset {one.trait.name}", f"/taste reset {one.trait.name}") for one in strongest
    )
    return [button for button in buttons if button is not None][:_MOST_BUTTONS]


def _mute_buttons(rating: Rating) -> list[Button]:
    """Return buttons that mute what a story is of, for whoever wants less of it."""
    if rating.verdict is Verdict.MORE or rating.about.kind is Kind.DIGEST:
        return []
    commands = {
        TraitKind.TOPIC: "/mute topic:{}",
        TraitKind.SOURCE: '/mute source:"{}"',
        TraitKind.NAME: '/mute "{}"',
    }
    buttons = (
        _fitting(f"Mute {one.trait.name}", commands[one.trait.kind].format(one.trait.name))
        for one in rating.likings
    )
    return [button for button in buttons if button is not None][:_MOST_MUTES]


def _fitting(label: str, command: str) -> Button | None:
    """Return the button, its label cut if need be; None if it can't hold the command."""
    if len(command.encode()) > _BUTTON_BYTES:
        return None
    return Button(label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…", command)


def _rows(buttons: Sequence[Button]) -> Iterable[Sequence[Button]]:
    return (buttons[start : start + _ROW] for start in range(0, len(buttons), _ROW))
