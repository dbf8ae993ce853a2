"""The words of this project, as types. Every value is frozen and free of any database.

What a reader can name has an id that is typed the same way for ever (see `Ref`).
Instants are aware and in UTC; wall-clock times are naive and belong to a zone.
"""

from storage.model.digests import (
    Digest,
    DigestDate,
    DigestEntry,
    DigestState,
    LeftOut,
    Mention,
    Outlet,
    Reasons,
)
from storage.model.filters import Filter, FilterKind
from storage.model.messages import (
    LOCAL_CHAT,
    Button,
    Delivery,
    DeliveryKind,
    DeliveryState,
    File,
    Keyboard,
    Outgoing,
    Update,
)
from storage.model.news import (
    Article,
    Draft,
    Headline,
    HeadlineDraft,
    Ingested,
    Item,
    Related,
    news_instant,
)
from storage.model.queries import (
    And,
    Field,
    Not,
    Or,
    Query,
    Term,
    Within,
    terms_of,
)
from storage.model.refs import Kind, Ref
from storage.model.sources import (
    Added,
    FullText,
    Offer,
    Push,
    Source,
    SourceState,
    Taken,
    Timing,
)
from storage.model.stories import Centroid, Ruling, Story, StoryTitle
from storage.model.subscribers import (
    EVERY_DAY,
    UNTIL_RESUMED,
    Quiet,
    Schedule,
    Slot,
    Subscriber,
    SummaryLength,
)
from storage.model.summaries import Sentence, Summary
from storage.model.trends import Rise, Trends

__all__ = [
    "EVERY_DAY",
    "LOCAL_CHAT",
    "UNTIL_RESUMED",
    "Added",
    "And",
    "Article",
    "Button",
    "Centroid",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Digest",
    "DigestDate",
    "DigestEntry",
    "DigestState",
    "Draft",
    "Field",
    "File",
    "Filter",
    "FilterKind",
    "FullText",
    "Headline",
    "HeadlineDraft",
    "Ingested",
    "Item",
    "Keyboard",
    "Kind",
    "LeftOut",
    "Mention",
    "Not",
    "Offer",
    "Or",
    "Outgoing",
    "Outlet",
    "Push",
    "Query",
    "Quiet",
    "Reasons",
    "Ref",
    "Related",
    "Rise",
    "Ruling",
    "Schedule",
    "Sentence",
    "Slot",
    "Source",
    "SourceState",
    "Story",
    "StoryTitle",
    "Subscriber",
    "Summary",
    "SummaryLength",
    "Taken",
    "Term",
    "Timing",
    "Trends",
    "Update",
    "Within",
    "news_instant",
    "terms_of",
]
