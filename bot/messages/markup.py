"""The markup that replies are written in, and the words for instants.

`Markup` escapes whatever is added to it or formatted into it, once: titles and names can't
inject. What a digest has a hundred of is added up here, in a fifth of the time.

What a command answers, free of any front end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from bot.messages.catalogue import Fact, clock, date_text, label
from storage.model import Button, File, Keyboard, Reader


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
        is_done: False where it says why the command could not be done.
    """

    text: Markup
    buttons: Keyboard = ()
    about: str = ""
    file: File | None = None
    page: str = ""
    is_done: bool = True


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


def keyboard(*rows: Iterable[Button | None]) -> tuple[tuple[Button, ...], ...]:
    """Return the rows of buttons without what is None, and without empty rows."""
    full = (tuple(button for button in row if button is not None) for row in rows)
    return tuple(row for row in full if row)


def in_rows(buttons: Iterable[Button], width: int) -> list[list[Button]]:
    """Return the buttons in rows of `width`; the last row may be shorter."""
    found = list(buttons)
    return [found[start : start + width] for start in range(0, len(found), width)]


def button(language: str, message: str, command: str, **facts: Fact) -> Button:
    """Return a button whose label is a sentence of the catalogue."""
    return Button(label(language, message, **facts), command)


def day(at: datetime, reader: Reader) -> str:
    """Return the local day of `at` in words: `today`, `yesterday`, `3 days`, `24 Nov`."""
    return day_in_words(at.astimezone(reader.zone).date(), reader)


def day_in_words(local: date, reader: Reader) -> str:
    """Return a day as `day` does; one that has not begun where the reader lives is `today`."""
    language, today = reader.language, reader.now.astimezone(reader.zone).date()
    days = (today - local).days
    if days <= 1:
        return label(language, "date-yesterday" if days == 1 else "date-today")
    if days <= 6:  # noqa: PLR2004 - a week ago the weekday repeats: a date is clearer
        return label(language, "date-days-ago", days=days)
    return date_text(language, local, "day" if local.year == today.year else "year")


def day_and_time(at: datetime, reader: Reader) -> str:
    """Return `today, 06:40`, in the reader's zone."""
    time = clock(at.astimezone(reader.zone))
    return label(reader.language, "date-and-time", day=day(at, reader), time=time)


def moment_of(at: datetime, day: date | None, reader: Reader) -> str:
    """Return `06:40`, `23 Nov, 06:40`, or `23 Nov` where no more than the day is known.

    No `today`: who knows when it is read. A date of another year says which.
    """
    local, today = at.astimezone(reader.zone), reader.now.astimezone(reader.zone).date()
    style = "day" if (day or local).year == today.year else "year"
    if day is not None:
        return date_text(reader.language, day, style)
    if local.date() == today:
        return clock(local)
    told = date_text(reader.language, local, style)
    return label(reader.language, "date-and-time", day=told, time=clock(local))


def date_of(at: datetime, reader: Reader) -> str:
    """Return `Tue 24 Nov`, in the reader's zone."""
    return date_text(reader.language, at.astimezone(reader.zone).date(), "weekday")
