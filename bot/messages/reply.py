"""What a command answers, free of any front end."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from storage.model import File, Keyboard


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
