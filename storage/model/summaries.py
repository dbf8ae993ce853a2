"""What is told of an article."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a summary, word for word as its article has it.

    Attributes:
        text: The sentence.
        article_id: The article it stands in.
        position: Its place among the article's sentences, from 0.
    """

    text: str
    article_id: int
    position: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences taken verbatim from one article, in reading order.

    Attributes:
        article_id: The article.
        method: The summarizer's name, such as `ranker` or `lexrank`.
        length: How many sentences were asked for; fewer if the text has fewer.
        edition: Which edition of the method it is by; another one may choose otherwise.
        sentences: The sentences.
    """

    article_id: int
    method: str
    length: int
    edition: int
    sentences: tuple[Sentence, ...]


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
