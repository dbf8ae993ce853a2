"""Digests as Markdown that any CommonMark reader shows as it was told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.messages.catalogue import label
from bot.messages.exports.told import Aside, Link, ToldDigest, ToldStory

# A backslash before any of these is taken away (spec.commonmark.org/0.31.2/#backslash-escapes).
# Beside what CommonMark reads as marks are those of its usual extensions: tables, strikethrough,
# formulas, highlights, mentions.
_MARKS = re.compile(r"[\\`*_{}\[\]<>#!|~$=^&@]")
# What begins a list where it begins a line.
_LIST = re.compile(r"\A(\d{0,9})([-+.)])")


def markdown(title: str, digests: Sequence[ToldDigest]) -> str:
    """Return the digests as a Markdown text.

    Args:
        title: What it is called; left out if it holds one digest, which has its own.
        digests: In the order in which they are to be read.
    """
    paragraphs = [] if len(digests) == 1 else [f"# {_text(title)}"]
    level = 1 if len(digests) == 1 else 2
    for digest in digests:
        paragraphs += [f"{'#' * level} {_text(digest.heading)}", _text(digest.counts)]
        if digest.corrected:
            paragraphs.append("\n".join(map(_aside, digest.corrected)))
        for story in digest.stories:
            paragraphs += _paragraphs(story, "#" * (level + 1))
        if digest.headlines:
            named = (
                f"{_link(title)} ({_text(outlet)})" if outlet else _link(title)
                for title, outlet in digest.headlines
            )
            ours = _text(label(digest.language, "digest-headlines"))
            paragraphs.append(f"*{ours}* {' · '.join(named)}")
    return "\n\n".join(paragraphs) + "\n"


def _paragraphs(story: ToldStory, marks: str) -> Iterator[str]:
    update = f"{_text(story.update)} " if story.update else ""
    yield f"{marks} {story.number} · {update}{_link(story.title)}"
    if told := [part for part in (story.since, story.text) if part]:
        yield " ".join(map(_text, told))
    outlets = ", ".join(map(_link, story.outlets))
    yield " · ".join(part for part in (outlets, _text(story.moment), story.ref) if part)
    for heading, asides in story.asides:
        yield _text(heading)
        yield "\n".join(map(_aside, asides))


def _aside(aside: Aside) -> str:
    told = f": {_text(aside.told)}" if aside.told else ""
    ref = f" · {_text(aside.ref)}" if aside.ref else ""
    return f"- {_link(aside.lead)}{told}{ref}"


def _link(link: Link) -> str:
    text = _text(link.text)
    return f"[{text}](<{_escaped(link.url)}>)" if link.url else text


def _text(text: str) -> str:
    return _LIST.sub(r"\1\\\2", _escaped(text))


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", text)
