"""Words for why a summary has its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.messages.markup import bold, dotted, italic, keyboard, lines, link
from bot.messages.reply import Reply
from storage.model import Article, Button


@dataclass(frozen=True, slots=True)
class KeySentence:
    """A sentence of a summary, and why it is in it.

    Attributes:
        text: The sentence.
        position: Its place among all sentences of the article, from 0.
        share: The share of what the summary tells that it brings, 0 to 1.
        words: What it brings, the most telling words first.
        title_words: Its words that the title has.
    """

    text: str
    position: int
    share: float
    words: tuple[str, ...]
    title_words: tuple[str, ...]


def why(article: Article, chosen: Sequence[KeySentence]) -> Reply:
    """Word why these sentences of `article` were chosen, each with its reasons below it."""
    return Reply(
        text=lines(
            dotted(bold(link(article.title, article.url)), str(article.ref)),
            "Why these sentences tell most of it:",
            *(part for each in chosen for part in ("", each.text, _reasons(each))),
        ),
        buttons=keyboard((Button("Summary", f"/summary {article.ref}"),)),
        about=str(article.ref),
    )


def _reasons(each: KeySentence) -> Markup:
    return italic(
        "; ".join(
            reason
            for reason in (
                _place(each.position),
                f"{each.share:.0%} of what the summary tells: {', '.join(each.words)}"
                if each.words
                else "",
                f"shares with the title: {', '.join(each.title_words)}" if each.title_words else "",
            )
            if reason
        )
    )


def _place(position: int) -> str:
    named = {0: "the first sentence", 1: "the second sentence", 2: "the third sentence"}
    return named.get(position, f"sentence {position + 1}")
