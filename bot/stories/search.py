"""Search the news: what is found, what shows that it fits, and what else may have been meant."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.languages import of_all
from bot.stories.related import load_items
from bot.stories.vectorize import body_stems, title_stems
from bot.text import placed_tokens, stems
from bot.text.query import (
    Asker,
    Document,
    Sought,
    compiled,
    excerpt,
    mark,
    nearest,
    parse_query,
    sought_by,
)
from storage import ReadTransaction
from storage.model import And, Article, Field, Hit, Item, Or, Query, Term, terms_of


def document_of(item: Item, topics: Sequence[str] = ()) -> Document:
    """Return the item as the search has it."""
    return Document(
        title=title_stems(item),
        body=body_stems(item),
        source=item.outlet,
        language=item.language,
        topics=topics,
        at=item.at,
    )


LISTED = 10

# Where less is found, a word may be misspelled; and it is known if so many texts have it.
FEW_FOUND = 2
_KNOWN = 3
# Among few documents a word of any of them may be meant, among many hardly a rare one.
_SHARE_OF_DOCUMENTS = 20_000


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found.

    Attributes:
        hits: Best first.
        instead: What may have been meant, as a query; empty if nothing else is likely.
        is_partial: Whether the hits have most of what is sought, since none has all of it.
    """

    hits: tuple[Hit, ...]
    has_more: bool = False
    instead: str = ""
    is_partial: bool = False


async def asker_at(
    now: datetime, zone: ZoneInfo, *, tx: ReadTransaction, language: str = ""
) -> Asker:
    """Return how a query is understood: in the reader's language and those of the store.

    `language` is what the reader's Telegram speaks, such as `pt-br`, or empty.
    """
    own = [language[:2].lower()] if language else []
    languages = tuple(dict.fromkeys([*own, *await tx.search.languages()]))
    return Asker(now, zone, languages or ("en",))


async def search_for(text: str, asker: Asker, *, tx: ReadTransaction, page: int = 1) -> Findings:
    """Return a page of what is found; pages count from 1 and have `LISTED` items.

    Raises:
        UsageError: The query can't be understood.
    """
    query = parse_query(text, asker)
    offset = (page - 1) * LISTED
    refs = await tx.search.find(query, now=asker.now, limit=LISTED + 1, offset=offset)
    terms = terms_of(query)
    sought = sought_by(terms)
    items = await load_items(refs[:LISTED], tx=tx)
    is_partial = page == 1 and not refs
    if is_partial:
        items = await _having_most(query, tx=tx)
    instead = ""
    if page == 1 and len(refs) <= FEW_FOUND:
        instead = await _instead(text, terms, asker, tx=tx)
    hits = tuple(_hit(item, sought) for item in items)
    return Findings(hits, len(refs) > LISTED, instead, is_partial=is_partial and bool(hits))


# So much of what the words of a question tell stands in what is shown for it.
_ENOUGH = 0.5
# As many of those that have any of the words are looked at.
_LOOKED_AT = 40


async def _having_most(query: Query, *, tx: ReadTransaction) -> list[Item]:
    """Return what has most of some words, best first; none for a query with operators.

    A word tells more the fewer texts have it; one that asks ("what happened") tells nothing.
    """
    parts = query.parts if isinstance(query, And) else (query,)
    if not all(map(_is_plain, parts)):
        return []
    asking = of_all(lambda language: language.asking)
    sought = [part for part in parts if not _is_any_language(part)]
    sought = [part for part in sought if terms_of(part)[0].text.casefold() not in asking]
    stemmed = [{word for term in terms_of(part) for word in term.words} for part in sought]
    documents, known = await tx.words.frequencies(set[str]().union(*stemmed))
    tells = [
        math.log(1 + documents / (1 + max(known.get(stem, 0) for stem in each))) for each in stemmed
    ]
    telling = {
        stem: weight
        for each, weight in zip(stemmed, tells, strict=True)
        for stem in each
        if stem in known
    }
    near = await tx.search.similar(telling, limit=_LOOKED_AT)
    matchers = [compiled(part) for part in sought]
    ranked: list[tuple[float, datetime, Item]] = []
    for item in await load_items([one.ref for one in near], tx=tx):
        document = document_of(item)
        told = math.fsum(
            weight
            for matcher, weight in zip(matchers, tells, strict=True)
            if matcher.matches(document)
        )
        if told > _ENOUGH * math.fsum(tells):
            ranked.append((told, item.at, item))
    ranked.sort(key=lambda one: one[:2], reverse=True)
    return [item for _, _, item in ranked[:LISTED]]


def _is_plain(query: Query) -> bool:
    """Return whether a part of a query is a word, in whatever languages."""
    match query:
        case Term(words=(_,), field=Field.ANY, is_prefix=False) | Term(field=Field.LANGUAGE):
            return True
        case And(parts) | Or(parts):
            return all(map(_is_plain, parts)) and bool(terms_of(query))
    return False


def _is_any_language(query: Query) -> bool:
    """Return whether a word is none in some languages: all their texts match."""
    return isinstance(query, Or) and any(
        isinstance(part, Term) and part.field is Field.LANGUAGE for part in query.parts
    )


def _hit(item: Item, sought: Sought) -> Hit:
    title = mark(item.title, sought, item.language)
    if not isinstance(item, Article):
        return Hit(item, title)
    return Hit(item, title, mark(excerpt(item.body, sought, item.language), sought, item.language))


async def _instead(text: str, terms: Sequence[Term], asker: Asker, *, tx: ReadTransaction) -> str:
    """Return `text` with the words that hardly any document has as they are spelled there."""
    typed: dict[str, list[str]] = {}
    begun = {term.text for term in terms if term.is_prefix}
    for term in terms:
        if len(term.words) == 1 and term.text not in begun:
            typed.setdefault(term.text, []).append(term.words[0])
    documents, frequencies = await tx.words.frequencies(
        [s for each in typed.values() for s in each]
    )
    least = max(1, documents // _SHARE_OF_DOCUMENTS)
    corrected = text
    for word, forms in typed.items():
        if any(frequencies.get(form, 0) >= min(_KNOWN, least) for form in forms):
            continue
        if len(word) < _FEWEST_LETTERS or _is_no_slip(word, asker):
            continue
        if spelled := await _spelled(word, forms[0], asker, least=least, tx=tx):
            # Not the same letters within another word.
            whole = rf"(?<!\w){re.escape(word)}(?!\w)"
            corrected = re.sub(whole, spelled, corrected, count=1)
    return corrected if corrected != text else ""


# A shorter word is a letter away from many others.
_FEWEST_LETTERS = 4


def _is_no_slip(word: str, asker: Asker) -> bool:
    """Return whether a word is one that any of the reader's languages has, and no index."""
    if word.casefold() in of_all(lambda language: language.asking):
        return True
    return any(not stems(word, language) for language in asker.languages)


async def _spelled(word: str, stem: str, asker: Asker, *, least: int, tx: ReadTransaction) -> str:
    """Return the word that was meant, as the newest texts that have it spell it; or empty.

    What stands once in one text, and not in its title, may be a slip itself.
    """
    known: Mapping[str, int] = await tx.words.spelled_like(stem, least=least)
    meant = nearest(stem, known)
    if meant is None:
        return ""
    query: Query = Term((meant,), Field.ANY, meant)
    refs = await tx.search.find(query, now=asker.now, limit=FEW_FOUND)
    spellings: Counter[str] = Counter()
    for item in await load_items(refs, tx=tx):
        for text, times in ((item.title, FEW_FOUND), (item.body, 1)):
            for token, _, _ in placed_tokens(text):
                if stems(token, item.language) == [meant]:
                    spellings[token.lower()] += times
    if spellings.total() < FEW_FOUND:
        return ""
    return nearest(word.lower(), spellings) or ""
