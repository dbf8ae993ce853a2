"""Search the news: what is found, what shows that it fits, and what else may have been meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.stories.related import load_items
from bot.stories.vectorize import body_stems, title_stems
from bot.text import placed_tokens, stems
from bot.text.query import Asker, Document, Sought, excerpt, mark, nearest, parse_query, sought_by
from storage import ReadTransaction
from storage.model import Article, Field, Hit, Item, Query, Term, terms_of


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
    """

    hits: tuple[Hit, ...]
    has_more: bool = False
    instead: str = ""


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
    instead = ""
    if page == 1 and len(refs) <= FEW_FOUND:
        instead = await _instead(text, terms, asker, tx=tx)
    return Findings(tuple(_hit(item, sought) for item in items), len(refs) > LISTED, instead)


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
        if spelled := await _spelled(forms[0], asker, least=least, tx=tx):
            corrected = corrected.replace(word, spelled, 1)
    return corrected if corrected != text else ""


async def _spelled(stem: str, asker: Asker, *, least: int, tx: ReadTransaction) -> str:
    """Return the word that was meant, as the newest text that has it spells it; or empty."""
    known: Mapping[str, int] = await tx.words.spelled_like(stem, least=least)
    meant = nearest(stem, known)
    if meant is None:
        return ""
    query: Query = Term((meant,), Field.ANY, meant)
    refs = await tx.search.find(query, now=asker.now, limit=1)
    for item in await load_items(refs, tx=tx):
        for token, _, _ in placed_tokens(f"{item.title}\n{item.body}"):
            if stems(token, item.language) == [meant]:
                return token.lower()
    return ""
