"""Feeds: RSS, RDF, Atom and JSON Feed."""

from __future__ import annotations

from datetime import datetime

from bot.ingest.feeds import Feed, parse_feed
from bot.ingest.sources.kinds.protocol import Answer


class WebFeed:
    """A feed, however broken: what no other kind recognises is taken for one."""

    def recognises(self, answer: Answer) -> bool:  # noqa: ARG002 - see above
        """Return True."""
        return True

    def read(self, answer: Answer, *, now: datetime) -> Feed:
        """Return the feed; see `SourceKind`."""
        return parse_feed(answer.content, url=answer.url, charset=answer.charset, now=now)
