"""Full text: FTS5 on SQLite, `tsvector` on PostgreSQL, with one face.

Search  the index of published articles and headlines
Facets  how many items are of each outlet, language and topic
Words   in how many documents each stem is
"""

from storage.search.index import Facets, Search, Words

__all__ = ["Facets", "Search", "Words"]
