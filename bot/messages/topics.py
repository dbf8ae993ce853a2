"""Words for what is hot, and for the news of one topic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from bot.messages.items import Reader, item_list
from bot.messages.markup import bold, counted, dotted, keyboard, lines
from bot.messages.reply import Reply
from storage.model import Button, Item, Rise, Trends

# core.telegram.org/bots/api#inlinekeyboardbutton
_BUTTON_BYTES = 64
_BUTTONS_IN_A_ROW = 2


def topics(found: Trends) -> Reply:
    """Word what grew, with a button for the news of each."""
    if not found.stories:
        return Reply(Markup("There is no news of the last 24 hours. /latest lists what there is."))
    if not found.topics and not found.names:
        return Reply(
            Markup("Nothing is told of more than usual. /headlines lists the newest headlines.")
        )
    compared = (
        f"against a usual day of the {counted(found.days, 'day')} before"
        if found.days
        else "there is nothing older to compare with"
    )
    blocks = [
        lines(bold("Hot now"), dotted(counted(found.stories, "story", "stories"), compared)),
        *_block("Topics", found.topics, days=found.days),
        *_block("Names", found.names, days=found.days),
    ]
    buttons = [Button(rise.name.capitalize(), f"/headlines {rise.name}") for rise in found.topics]
    buttons += [Button(rise.name, f'/search "{rise.name}"') for rise in found.names]
    return Reply(Markup("\n\n").join(blocks), buttons=keyboard(*_in_rows(buttons)))


def _block(heading: str, rises: Sequence[Rise], *, days: int) -> list[Markup]:
    if not rises:
        return []
    return [lines(bold(heading), *(_line(rise, has_past=days > 0) for rise in rises))]


def _line(rise: Rise, *, has_past: bool) -> Markup:
    usual = "new" if rise.is_new else f"usually {_rounded(rise.usual)}"
    stories = counted(rise.stories, "story", "stories")
    return Markup("• {}").format(dotted(rise.name, stories, usual if has_past else None))


def _rounded(usual: float) -> str:
    """Return how many are usual on a day: `0.3`, `4`; never 0, for then it is new."""
    few = 10
    return f"{usual:,.0f}" if usual >= few else f"{max(usual, 0.1):.1f}".removesuffix(".0")


def _in_rows(buttons: Iterable[Button]) -> list[list[Button]]:
    fitting = [one for one in buttons if len(one.command.encode()) <= _BUTTON_BYTES]
    return [
        fitting[start : start + _BUTTONS_IN_A_ROW]
        for start in range(0, len(fitting), _BUTTONS_IN_A_ROW)
    ]


def topic(name: str, items: Sequence[Item], *, reader: Reader) -> Reply:
    """Word the newest articles and headlines of a topic."""
    if not items:
        return Reply(
            Markup("There is no news about {} yet. /topics shows what there is most of.").format(
                name
            )
        )
    return item_list(f"Latest about {name}", items, reader)
