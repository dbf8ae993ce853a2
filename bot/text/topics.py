"""The topics that news is sorted by, and what people call them."""

from __future__ import annotations

import re
from functools import cache

from bot.languages import TOPICS, all_languages

__all__ = ["TOPICS", "topic_named"]

_BETWEEN = re.compile(r"[\s_-]+")


def topic_named(text: str) -> str | None:
    """Return the topic that `text` names, or None if it names none.

    Args:
        text: A topic as someone types it: in any case, in the plural, or by another usual
            name in a language of the news (`Sports`, `economy`, `Wetter`).
    """
    typed = _BETWEEN.sub("-", text.strip().casefold())
    if typed in TOPICS:
        return typed
    known = _names()
    return known.get(typed) or known.get(typed.removesuffix("s"))


@cache
def _names() -> dict[str, str]:
    also = {
        name.casefold(): topic
        for language in all_languages()
        for topic, names in language.topic_names.items()
        for name in names
    }
    return also | {topic.removesuffix("s"): topic for topic in TOPICS} | {t: t for t in TOPICS}
