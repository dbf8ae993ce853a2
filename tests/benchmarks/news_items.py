"""News of the development sets, article by article: titles, texts, stories, categories."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Files of stories and of articles, by the name of their set.
STORIES = ("uci", "allsides", "ecbplus")
ARTICLES = ("xsum", "cnndm", "bbc", "fundus")
PAGES = "extract"


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A headline or an article.

    Attributes:
        news_set: A name above.
        row: Its id in the set.
        group: What it must not be parted from when news is split: its story, or itself.
        title: Empty where the set has none.
        text: Empty for a headline.
        language: ISO 639-1 code, or empty where the set doesn't say.
        category: What the set's own editors or aggregator filed it under, or empty.
    """

    news_set: str
    row: str
    group: str
    title: str
    text: str
    language: str
    category: str

    @property
    def is_for_fitting(self) -> bool:
        """Return whether it is in the half that weights are fitted to."""
        return int(hashlib.sha256(f"topics {self.group}".encode()).hexdigest(), 16) % 2 == 1


def data_folder() -> Path | None:
    """Return the folder that NEWS_DATA names, or None, said in a sentence."""
    folder = Path(os.environ.get("NEWS_DATA", ""))
    if (folder / "related").is_dir() and (folder / "summ").is_dir():
        return folder
    print("Set NEWS_DATA to a folder with the folders related, summ and extract.")
    return None


def news_items(folder: Path) -> Iterator[NewsItem]:
    """Yield all items of all sets, in the order of the files."""
    for name in STORIES:
        with (folder / f"related/stories_{name}.jsonl").open(encoding="utf-8") as lines:
            yield from (_item(name, json.loads(line)) for line in lines)
    for name in ARTICLES:
        with gzip.open(folder / f"summ/{name}.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
            yield from (_item(name, json.loads(line)) for line in lines)
    for row in json.loads((folder / PAGES / "gold.json").read_text(encoding="utf-8")):
        if row.get("title") and row.get("body"):
            yield _item(PAGES, row | {"text": row["body"]})


def _item(news_set: str, row: dict[str, Any]) -> NewsItem:
    topic = row.get("topic")
    return NewsItem(
        news_set=news_set,
        row=row["id"],
        group=f"ecb:{topic}" if topic else row.get("story") or row["id"],
        title=row.get("title") or "",
        text=row.get("text") or "",
        language=row.get("lang") or ("" if news_set == PAGES else "en"),
        category=row.get("category") or "",
    )
