"""Filters as people type them: `parse` reads one, `match` asks items, `excerpts` shows why.

Asker        who asks: zone, moment and languages
Document     what a query is asked of
Matcher      a compiled query
Sought       the words that are sought in texts
compiled     a query, ready to be asked of many documents
excerpt      the sentence that has most of what is sought, cut around it
mark         `text` in pieces, the words that are sought marked
nearest      the known word that is most like `word`, or None if none is like it
parse_query  what `text` asks for
sought_by    the words that a query seeks
"""

from bot.text.query.excerpts import Sought, excerpt, mark, nearest, sought_by
from bot.text.query.match import Document, Matcher, compiled
from bot.text.query.parse import Asker, parse_query

__all__ = [
    "Asker",
    "Document",
    "Matcher",
    "Sought",
    "compiled",
    "excerpt",
    "mark",
    "nearest",
    "parse_query",
    "sought_by",
]
