"""Which members of a story are copies of which: told once, with where else they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.stories.duplicates import Imprint, copies_of, imprint
from storage.model import Article, Headline, Item, Ref


def marked(item: Item, others: Sequence[Item]) -> Mapping[Ref, Ref]:
    """Return what becomes a copy of what when `item` joins `others`; empty if nothing does.

    Who comes later is the copy, but a title is one of its text, whichever comes first.

    Args:
        item: A new member of a story.
        others: The members that are there, articles first, each knowing its original.
    """
    alike = copies_of(_imprint(item), ((other, _imprint(other)) for other in others))
    if not alike:
        return {}
    first = alike[0]
    if isinstance(item, Article) and isinstance(first, Headline):
        refs = {other.ref for other in alike}
        refs |= {other.ref for other in others if other.copy_of in refs}
        return dict.fromkeys(refs, item.ref)
    return {item.ref: first.copy_of or first.ref}


def originals(members: Sequence[Item]) -> Mapping[Ref, Ref | None]:
    """Return of each member what it is a copy of, if it is one.

    Args:
        members: In the order in which they came.
    """
    there: dict[Ref, Item] = {}
    for item in members:
        in_order = sorted(there.values(), key=lambda other: isinstance(other, Headline))
        found = marked(item, in_order)
        there[item.ref] = replace(item, copy_of=None)
        for ref, original in found.items():
            there[ref] = replace(there[ref], copy_of=original)
    return {ref: item.copy_of for ref, item in there.items()}


def _imprint(item: Item) -> Imprint:
    body = item.body if isinstance(item, Article) else ""
    return imprint(item.title, body, item.language)
