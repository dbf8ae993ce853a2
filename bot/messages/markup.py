"""The markup that replies are written in, and the words for instants.

`Markup` escapes whatever is added to it or formatted into it, once: titles and names can't
inject. What a digest has a hundred of is added up here, in a fifth of the time.

What a command answers, free of any front end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from storage.model import Button, File, Keyboard


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command answers.

    Attributes:
        text: Markup in the subset that every front end renders: `<b>`, `<i>`, `<code>`,
            `<a href>`, `<blockquote expandable>` (folded), and line breaks as such.
            `Markup` escapes what is formatted into it, once, so a title can't inject.
        buttons: Rows of buttons; each button is a command line.
        about: The item that it is about, as typed (`12`, `s4`), or empty: what a later
            `/related` without an argument means.
        file: Goes along with the last of the messages that it takes; one that has a file
            takes one message, of at most 1,024 characters.
        page: Names the pages of which it is one, such as `settings`, or empty: a press on a
            page is answered with the next one in its place.
    """

    text: Markup
    buttons: Keyboard = ()
    about: str = ""
    file: File | None = None
    page: str = ""


def bold(text: str) -> Markup:
    """Return `text` in bold."""
    return Markup("<b>") + text + Markup("</b>")


def italic(text: str) -> Markup:
    """Return `text` in italics."""
    return Markup("<i>") + text + Markup("</i>")


def code(text: str) -> Markup:
    """Return `text` as code: a tap copies it."""
    return Markup("<code>") + text + Markup("</code>")


def link(text: str, url: str | None) -> Markup:
    """Return `text` leading to `url`; text alone if there is no web address."""
    if url is None or not url.startswith(("http://", "https://")):
        return Markup.escape(text)
    return Markup('<a href="') + url + Markup('">') + text + Markup("</a>")


def folded(text: str) -> Markup:
    """Return `text` folded away below its first lines; a tap opens it."""
    return Markup("<blockquote expandable>{}</blockquote>").format(text)


def lines(*parts: str | None) -> Markup:
    """Return the parts below each other; None is left out, an empty one is a blank line."""
    return Markup("\n").join(part for part in parts if part is not None)


def dotted(*parts: str | None) -> Markup:
    """Return the parts in one line with dots between; empty ones are left out."""
    return Markup(" · ").join(part for part in parts if part)


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return `1 story` or `5 stories`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def keyboard(*rows: Iterable[Button | None]) -> tuple[tuple[Button, ...], ...]:
    """Return the rows of buttons without what is None, and without empty rows."""
    full = (tuple(button for button in row if button is not None) for row in rows)
    return tuple(row for row in full if row)


def day(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return the local day of `at` in words: `today`, `yesterday`, `3 days`, `24 Nov`.

    Args:
        at: Aware instant.
        now: Aware instant.
        zone: The reader's.
    """
    return in_words(at.astimezone(zone).date(), today=now.astimezone(zone).date())


def in_words(local: date, *, today: date) -> str:
    """Return a day as `day` does; one that has not begun where the reader lives is `today`."""
    days = (today - local).days
    if days <= 1:
        return "yesterday" if days == 1 else "today"
    if days <= 6:  # noqa: PLR2004 - a week ago the weekday repeats: a date is clearer
        return f"{days} days"
    return f"{local.day} {local:%b}" + ("" if local.year == today.year else f" {local.year}")


def day_and_time(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return `today, 06:40`, in the reader's zone."""
    return f"{day(at, now=now, zone=zone)}, {at.astimezone(zone):%H:%M}"


def date_of(at: datetime, *, zone: ZoneInfo) -> str:
    """Return `Tue 24 Nov`, in the reader's zone."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b}"
