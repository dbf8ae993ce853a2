"""A reply as the terminal shows it: styled text, folded parts, numbered choices."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import count
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.text import Text

from bot.messages import Reply
from bot.messages.catalogue import label
from storage.model import File

_STYLES = {
    "b": Style(bold=True),
    "i": Style(italic=True, dim=True),
    "code": Style(color="cyan"),
}

# What stays to be seen of a folded part.
_FOLDED_LINES = 1


class _Painter(HTMLParser):
    """Paints the markup of replies into styled text."""

    def __init__(self, *, unfold: bool, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = Text()
        self._language = language
        self._unfold = unfold
        self._styles: list[Style] = []
        self._folded: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote" and not self._unfold:
            self._folded = []
        elif tag == "a":
            self._styles.append(Style(link=dict(attrs).get("href"), underline=True))
        else:
            self._styles.append(_STYLES.get(tag, Style()))

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote" and self._folded is not None:
            lines = "".join(self._folded).splitlines()
            shown = lines[:_FOLDED_LINES]
            hidden = len(lines) - len(shown)
            text = "▸ " + " ".join(shown)
            if hidden:
                text = label(self._language, "terminal-folded", text=text, count=hidden)
            self.text.append(text, Style(dim=True))
            self._folded = None
        elif self._styles:
            self._styles.pop()

    def handle_data(self, data: str) -> None:
        if self._folded is not None:
            self._folded.append(data)
        else:
            self.text.append(data, Style.combine([Style(), *self._styles]))


def paint(reply: Reply, *, language: str, unfold: bool = False) -> Text:
    """Return the reply's text with its styles, and its buttons as numbered choices.

    Folded parts are shown in full only if asked to.
    """
    painter = _Painter(unfold=unfold, language=language)
    painter.feed(reply.text)
    painter.close()
    text = painter.text
    choices = [button for row in reply.buttons for button in row]
    if choices:
        text.append("\n")
        for number, button in enumerate(choices, 1):
            says_more = button.label != str(number)
            text.append(f"[{number}]", Style(color="cyan"))
            text.append(f" {button.label if says_more else button.command}  ")
        text.rstrip()
    return text


def _shown(file: File, language: str) -> str:
    if b"\0" not in file.content:
        return file.content.decode(errors="replace")
    try:
        return label(language, "terminal-saved", name=_saved(file, Path.cwd()))
    except OSError as error:
        return label(language, "terminal-not-saved", name=file.name, why=error.strerror or "")


def _saved(file: File, folder: Path) -> str:
    """Write the file into the folder and return its name there: no other one is replaced."""
    name = Path(file.name)
    for number in count(1):
        path = folder / (file.name if number == 1 else f"{name.stem}-{number}{name.suffix}")
        try:
            with path.open("xb") as stream:
                stream.write(file.content)
        except FileExistsError:
            continue
        break
    return path.name


def show(reply: Reply, console: Console, *, language: str, unfold: bool = False) -> None:
    """Print the reply and the file that goes along with it, followed by a blank line.

    A file that is no text is saved in the working directory instead.
    """
    console.print(paint(reply, language=language, unfold=unfold), soft_wrap=not console.is_terminal)
    if reply.file is not None:
        console.print(_shown(reply.file, language), markup=False, highlight=False, soft_wrap=True)
    console.print()
