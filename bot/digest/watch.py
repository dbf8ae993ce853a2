"""The alerts of all chats, asked of what came in.

Many readers ask for the same. So a filter is parsed once for as long as the program runs,
and what has one sense is asked once of each item, however many chats have it: the time that
it takes grows with the number of distinct filters, and with the number of items.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.digest.taste import parsed
from bot.stories.documents import document_of
from bot.text.matching import Matcher, compiled
from bot.text.query import Asker
from storage.model import Arrival, Filter, Item, Query, Ref

_UTC = ZoneInfo("UTC")

_Spelling: TypeAlias = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Came:
    """An item that came in.

    Attributes:
        arrival: When it came.
        item: The article or headline.
    """

    arrival: Arrival
    item: Item


@dataclass(frozen=True, slots=True)
class Match:
    """An item that a chat wants to be told of at once.

    Attributes:
        came: The item.
        filter: What asks for it.
    """

    came: Came
    filter: Filter


class Watch:
    """Filters, each understood once; it may be asked by one thread at a time."""

    def __init__(self) -> None:
        """Know no filters yet."""
        self._languages: tuple[str, ...] = ()
        self._parsed: dict[_Spelling, Query | None] = {}
        self._compiled: dict[Query, Matcher] = {}

    def matches(
        self,
        filters: Sequence[Filter],
        came: Sequence[Came],
        topics: Mapping[Ref, tuple[str, ...]],
        *,
        languages: Sequence[str],
        now: datetime,
    ) -> list[Match]:
        """Return which items which filters match, but none that came before the filter.

        Args:
            filters: All alerts that there are.
            came: What came in.
            topics: Of the items that have some, their topics.
            languages: Of the store, most frequent first.
            now: Aware instant.
        """
        documents = [(each, document_of(each.item, topics.get(each.item.ref, ()))) for each in came]
        found: list[Match] = []
        for query, same in self._by_sense(filters, languages=languages, now=now).items():
            matches = self._compiled[query].matches
            for each, document in documents:
                if matches(document):
                    found += [Match(each, one) for one in same if one.made_at <= each.arrival.at]
        return found

    def _by_sense(
        self, filters: Sequence[Filter], *, languages: Sequence[str], now: datetime
    ) -> Mapping[Query, Sequence[Filter]]:
        """Return the filters by what they ask for; forget those that are gone."""
        if self._languages != tuple(languages):
            self._languages, self._parsed = tuple(languages), {}
        # No alert has a time in it, so that neither the moment nor the zone matters.
        asker = Asker(now, _UTC, self._languages)
        known: dict[_Spelling, Query | None] = {}
        by_sense: defaultdict[Query, list[Filter]] = defaultdict(list)
        for one in filters:
            spelling = one.text, one.languages
            if spelling not in known:
                is_known = spelling in self._parsed
                known[spelling] = self._parsed[spelling] if is_known else parsed(one, asker)
            query = known[spelling]
            if query is not None:
                by_sense[query].append(one)
        self._parsed = known
        self._compiled = {query: self._compiled.get(query) or compiled(query) for query in by_sense}
        return by_sense
