"""Words for what is told at once."""

from __future__ import annotations

from markupsafe import Markup

from bot.messages.items import Reader
from bot.messages.markup import bold, code, dotted, italic, keyboard, lines, link
from bot.messages.reply import Reply
from storage.model import Button, Filter, Item, Kind, Ref


def alert(
    item: Item,
    sentence: str,
    wanted: Filter,
    *,
    story_id: int,
    is_update: bool,
    last_of: int | None,
    has_digests: bool,
    reader: Reader,
) -> Reply:
    """Word one story that is told at once.

    Args:
        item: What came in of it.
        sentence: Of the article, word for word; empty of a headline.
        wanted: The filter that it matches.
        story_id: The story.
        is_update: Whether the chat was told the story before.
        last_of: If it is the last alert of the day, how many there were; else None.
        has_digests: Whether digests come to the chat.
        reader: For whom, at the moment when it is sent.
    """
    title = f"Update: {item.title}" if is_update else item.title
    story = Ref(Kind.STORY, story_id)
    return Reply(
        lines(
            bold(link(title, item.url)),
            sentence or None,
            dotted(
                italic(item.outlet) if item.outlet else None,
                italic(_moment(item, reader)),
                code(str(story)),
            ),
            Markup("Your alert: {}").format(italic(wanted.text)),
            _last(last_of, has_digests=has_digests) if last_of else None,
        ),
        buttons=keyboard(
            [
                Button("Story", f"/story {story}"),
                Button("Mute story", f"/taste mute {story}"),
                Button("Drop alert", f"/drop {wanted.id}"),
            ],
            [Button("More a day", "/settings alerts") if last_of and has_digests else None],
        ),
        about=str(story),
    )


def _moment(item: Item, reader: Reader) -> str:
    """Return `06:40`, `23 Nov, 06:40`, or `23 Nov` where no more than the day is known.

    No `today`: who knows when it is read.
    """
    if item.day is not None:
        return f"{item.day.day} {item.day:%b}"
    local = item.at.astimezone(reader.zone)
    same_day = local.date() == reader.now.astimezone(reader.zone).date()
    return f"{local:%H:%M}" if same_day else f"{local.day} {local:%b}, {local:%H:%M}"


def _last(count: int, *, has_digests: bool) -> str:
    told = (
        "That is the only alert of today"
        if count == 1
        else f"That is alert {count} of {count} today"
    )
    if not has_digests:
        return f"{told}. /missed lists what else matches."
    return f"{told}. What else matches comes first in your next digest; /missed lists it now."
