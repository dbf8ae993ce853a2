"""How well the gate tells what is no article from short articles.

    NEWS_DATA=folder python -m tests.benchmarks.junk [--wrong]

The junk and some articles are invented (`junk_pages`). The other articles are real: pages of
`folder/extract`, each cut to its first paragraphs, so that they are as short as junk is, and
the beginnings of its plain-text news pages. Half of all samples, by hash, were never looked
at while rules were made; both halves are printed. `--wrong` names what was taken wrongly in
the half for tuning.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from bot.errors import NoArticleError, Reason
from bot.ingest.documents.document import parse_text
from bot.ingest.extract.junk import MIN_ARTICLE_WORDS, count_words
from bot.ingest.extract.page import parse_page
from bot.ingest.web.encoding import decode
from bot.text.sentences import split_paragraphs
from storage.model import Draft
from tests.benchmarks.junk_pages import REASONS, invented, is_for_tuning

LENGTHS = (1, 2, 4)
# A paragraph with more letters that is still on a page was not cut out of it.
_MAX_LEFT = 60
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
_BLOCKS = "p, h2, h3, h4, li, blockquote, figcaption, td, div, span, section"
# Pages that have a wall built in are stubs once they are cut, and no articles.
_IS_WALLED = re.compile(
    r'isAccessibleForFree"\s*:\s*"?false|class="[^"]*(?:paywall|regwall|registration-wall|piano)',
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate said of a sample.

    Attributes:
        name: The sample's.
        kind: What it is, one of `REASONS`.
        said: The reason it was refused for, or None if it was taken for an article.
    """

    name: str
    kind: str
    said: Reason | None


def main() -> int:
    """Print precision and recall for both halves."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--wrong", action="store_true", help="name what was taken wrongly")
    wants_names = parser.parse_args().wrong
    folder = Path(os.environ.get("NEWS_DATA", "")) / "extract"
    if not (folder / "gold.json").is_file():
        print("Without NEWS_DATA, a folder with extract/gold.json, real articles are missing.")
    verdicts = list(judge(folder))
    for half in (True, False):
        print("\nHalf for tuning" if half else "\nHalf never looked at")
        print_table([one for one in verdicts if is_for_tuning(one.name) is half])
    for one in verdicts:
        if wants_names and is_for_tuning(one.name) and one.said != REASONS[one.kind]:
            print(f"{one.name}: {one.said or 'taken for an article'}")
    return 0


def judge(folder: Path) -> Iterator[Verdict]:
    """Yield what the gate says of every sample."""
    for sample in invented():
        parse = partial(parse_page, sample.page.encode(), url=sample.url, charset="utf-8", now=NOW)
        yield Verdict(sample.name, sample.kind, _reason(parse))
    if (folder / "gold.json").is_file():
        yield from _pages(folder)
        yield from _texts(folder)


def print_table(verdicts: Iterable[Verdict]) -> None:
    """Print precision and recall of junk as a whole, and of every name for it."""
    pairs = Counter((REASONS[one.kind], one.said) for one in verdicts)
    print(f"{'':14}{'pages':>6}{'refused':>9}{'precision':>11}{'recall':>8}")
    for reason in dict.fromkeys(filter(None, REASONS.values())):
        pages = sum(number for (kind, _), number in pairs.items() if kind == reason)
        refused = pages - pairs[reason, None]
        said = sum(number for (_, name), number in pairs.items() if name == reason)
        named = pairs[reason, reason]
        print(
            f"{reason.name:14}{pages:6}{refused / pages:9.3f}"
            f"{named / said if said else 0:11.3f}{named / pages:8.3f}"
        )
    junk = sum(number for (kind, _), number in pairs.items() if kind)
    right = sum(number for (kind, said), number in pairs.items() if kind and said)
    refused = sum(number for (_, said), number in pairs.items() if said)
    print(f"{'all junk':14}{junk:6}{right / junk:9.3f}{right / refused:11.3f}{right / junk:8.3f}")
    articles = pairs.total() - junk
    print(f"{'articles':14}{articles:6}{(articles - pairs[None, None]) / articles:9.3f}")


def _reason(parse: Callable[[], Draft]) -> Reason | None:
    try:
        parse()
    except NoArticleError as error:
        return error.reason
    return None


def _pages(folder: Path) -> Iterator[Verdict]:
    rows: list[dict[str, Any]] = json.loads((folder / "gold.json").read_text())
    for at, row in enumerate(rows):
        page = decode(gzip.decompress((folder / row["file"]).read_bytes()))
        paragraphs = split_paragraphs(row.get("body") or "")
        length = _length(paragraphs, at)
        if not length or _IS_WALLED.search(page):
            continue
        if short := _cut(page, paragraphs[length:]):
            parse = partial(parse_page, short.encode(), url=row["url"], charset="utf-8", now=NOW)
            yield Verdict(row["id"], "article", _reason(parse))


def _texts(folder: Path) -> Iterator[Verdict]:
    for at, row in enumerate(json.loads((folder / "newspages.json").read_text())):
        if length := _length(row["body"], at):
            text = "\n\n".join([row["title"], *row["body"][:length]])
            yield Verdict(row["id"], "article", _reason(partial(parse_text, text)))


def _length(paragraphs: list[str], at: int) -> int:
    """Return how many paragraphs a short article has; 0 if there are not enough of them."""
    for length in LENGTHS[at % len(LENGTHS) :]:
        if count_words("\n".join(paragraphs[:length])) >= MIN_ARTICLE_WORDS:
            return min(length, len(paragraphs))
    return 0


def _cut(page: str, others: list[str]) -> str | None:
    """Return `page` without the paragraphs `others`; None where they can't be cut out."""
    tree = LexborHTMLParser(page)
    lines = {_letters(line) for line in others} - {""}
    long_ones = [line for line in lines if len(line) > _MAX_LEFT]
    for node in tree.css(_BLOCKS):
        if _letters(node.text()) in lines:
            node.decompose()
    for script in tree.css("script"):
        if any(line in _letters(script.text()) for line in long_ones):
            script.decompose()
    rest = _letters(tree.body.text() if tree.body else "")
    return None if any(line in rest for line in long_ones) else tree.html


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


if __name__ == "__main__":
    sys.exit(main())
