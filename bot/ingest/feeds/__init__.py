"""RSS, Atom, JSON Feed, OPML and WebSub: what feeds say, and who tells of their changes.

LEASE         how long hubs are asked to go on telling
Feed          a feed as it was read
FeedItem      one item of it
MarkedItem    an item of a feed that has something to tell, and what it is known by
Subscription  a feed of a list
agreed        the push that a hub agreed to, or None if we did not mean it
announced     the feed with the hub and the address that the headers of its answer name
asked         the push whose hub was asked
is_opml       whether `content` looks like a list of feeds
is_signed     whether `body` was signed with the secret that its hub alone knows
marked_items  the feed's items that have something to tell, each once, in its order
new_items     those of the items that the source did not bring before, in their order
opml_of       the list of these sources, which other readers can take over
parse_feed    the feed in `content`, at most its first 500 items
parse_opml    the feeds of a list, each once, in its order
wanted_push   what to ask of the hub that a feed names
"""

from bot.ingest.feeds.items import MarkedItem, marked_items, new_items
from bot.ingest.feeds.opml import Subscription, is_opml, opml_of, parse_opml
from bot.ingest.feeds.parse import Feed, FeedItem, parse_feed
from bot.ingest.feeds.websub import LEASE, agreed, announced, asked, is_signed, wanted_push

__all__ = [
    "LEASE",
    "Feed",
    "FeedItem",
    "MarkedItem",
    "Subscription",
    "agreed",
    "announced",
    "asked",
    "is_opml",
    "is_signed",
    "marked_items",
    "new_items",
    "opml_of",
    "parse_feed",
    "parse_opml",
    "wanted_push",
]
