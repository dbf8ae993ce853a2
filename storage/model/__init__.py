"""The words of this project, as types. Every value is frozen and free of any database.

What a reader can name has an id that is typed the same way for ever (see `Ref`).
Instants are aware and in UTC; wall-clock times are naive and belong to a zone.

ALERTS_A_DAY   most alerts of one local day, for those who chose no number
BROKE_HERE     why a source failed: by a mistake of ours
EVERY_DAY      all weekdays
LOCAL_CHAT     a chat that is not Telegram's
NEVER          what is owed next to who wants no digests
NOW_READ_AS    why a source is stopped: it is read at another address
UNTIL_RESUMED  a pause without an end ends here
Absence        why a story is not in a digest
Added          what came of adding one feed
Alert          one story that one chat was told at once
And            what all `parts` match
Arrival        something that came in, and was not held against anybody's alerts yet
Article        one text that was ingested
Attributed     words of a report, and whose report it is
Button         a button, which *is* a command line
Cause          why a story is not in a digest
Centroid       what the members of a story have in common
Chosen         what the pages of `/settings` show
Correction     what a report says now, in place of what was told
Delivery       a message on its way
DeliveryKind   why a message is on its way
DeliveryState  where a message is
Difference     two sentences of reports that can't both be right
Digest         what one chat is owed, or asked for, at one moment
DigestDate     when a digest was made, without what it told
DigestDraft    what one chat is to be told, not stored yet
DigestEntry    one story as one digest told it
DigestPage     a page of a chat's stored digests
DigestState    what became of a slot
Emptiness      why a digest tells nothing
Draft          an article as it was read from a page, a text or a file
Field          where a term of a query is looked for
File           a file that goes along with a message
Filter         a query that one chat keeps for its digests and alerts
FilterKind     what becomes of the stories that a filter matches
FullText       which items are fetched from the site
Genre          what kind of text something is
Headline       a title with no body of its own yet
HeadlineDraft  a title read somewhere, not stored yet
Hit            an item that was found
Indexed        what the index has of an item
Ingested       what came of ingesting one thing
Item           an article or a headline
KeySentence    a sentence of a summary, and why it is in it
Keyboard       rows of buttons
Kind           what a `Ref` points to
LeftOut        the first story that a digest had no room for
Liking         how much a reader likes a trait
Mention        a line folded below an entry
Not            everything that `part` does not match
Offer          a feed that was found behind a page, and is read only if an admin chooses it
Or             what any of `parts` matches
Outgoing       a message to put into the outbox
Outlet         a source's name below an entry, and where its text is
Push           what a hub was asked for, so that it tells of a source's changes (WebSub)
Query          a parsed filter
Quiet          hours of each day in which nothing arrives that was not just asked for
Rating         a button that was pressed in a chat
Reader         for whom something is worded
Rereading      a report that was told, and is read again for a while
Reasons        what gave a story its rank in a digest, as it was then
Ref            an id as people type it
Related        an item near another one
Rise           how many stories are about something, against before
Ruling         what an admin said of two items
Schedule       when a reader wants digests, on the wall clock where the reader lives
Sentence       a sentence of a summary, word for word as its article has it
ShownStory     what a chat was shown of a story
Skipped        digests in a row that could not be sent in time
Slot           one digest that is owed
Source         where articles come from again and again
SourceState    whether a source is read
Status         how the bot is doing
Statement      what somebody said
Story          articles and headlines about one event
StoryTitle     the title of one member of a story
Subscriber     a chat that asked for digests
Summary        sentences taken verbatim from one article, in reading order
SummaryLength  how much a digest says of each story
Taken          what came of taking over a list of feeds
Telling        a sentence that one chat was told
Term           a word or a phrase of a query
Timing         when a feed asks to be read
ToldHit        a story that a digest told, and that matches
Trait          what a story has in common with others, in words that a reader knows it by
TraitKind      what a trait is
Trends         what grew, most first
Update         something that Telegram told us
Verdict        what a reader said of a story, or of a digest
Weight         how much an admin has the stories of a source count
Within         the items of a time
has_times      whether the query asks for the items of a time
host_of        the host of an address, without what names no outlet (`www.`)
news_instant   when an item counts as news
terms_of       the terms that an item must have, or may
"""

from storage.model.digests import (
    Absence,
    Attributed,
    Cause,
    Correction,
    Difference,
    Digest,
    DigestDate,
    DigestDraft,
    DigestEntry,
    DigestPage,
    DigestState,
    Emptiness,
    LeftOut,
    Mention,
    Outlet,
    Reasons,
    Rereading,
    ShownStory,
    Skipped,
    Statement,
    Telling,
    ToldHit,
)
from storage.model.filters import Alert, Arrival, Filter, FilterKind
from storage.model.messages import (
    LOCAL_CHAT,
    Button,
    Delivery,
    DeliveryKind,
    DeliveryState,
    File,
    Keyboard,
    Outgoing,
    Status,
    Update,
)
from storage.model.news import (
    Article,
    Centroid,
    Draft,
    Genre,
    Headline,
    HeadlineDraft,
    Hit,
    Ingested,
    Item,
    KeySentence,
    Kind,
    Ref,
    Related,
    Rise,
    Ruling,
    Sentence,
    Story,
    StoryTitle,
    Summary,
    Trends,
    host_of,
    news_instant,
)
from storage.model.queries import (
    And,
    Field,
    Indexed,
    Not,
    Or,
    Query,
    Term,
    Within,
    has_times,
    terms_of,
)
from storage.model.ratings import Liking, Rating, Trait, TraitKind, Verdict
from storage.model.sources import (
    BROKE_HERE,
    NOW_READ_AS,
    Added,
    FullText,
    Offer,
    Push,
    Source,
    SourceState,
    Taken,
    Timing,
    Weight,
)
from storage.model.subscribers import (
    ALERTS_A_DAY,
    EVERY_DAY,
    NEVER,
    UNTIL_RESUMED,
    Chosen,
    Quiet,
    Reader,
    Schedule,
    Slot,
    Subscriber,
    SummaryLength,
)

__all__ = [
    "ALERTS_A_DAY",
    "BROKE_HERE",
    "EVERY_DAY",
    "LOCAL_CHAT",
    "NEVER",
    "NOW_READ_AS",
    "UNTIL_RESUMED",
    "Absence",
    "Added",
    "Alert",
    "And",
    "Arrival",
    "Article",
    "Attributed",
    "Button",
    "Cause",
    "Centroid",
    "Chosen",
    "Correction",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Difference",
    "Digest",
    "DigestDate",
    "DigestDraft",
    "DigestEntry",
    "DigestPage",
    "DigestState",
    "Draft",
    "Emptiness",
    "Field",
    "File",
    "Filter",
    "FilterKind",
    "FullText",
    "Genre",
    "Headline",
    "HeadlineDraft",
    "Hit",
    "Indexed",
    "Ingested",
    "Item",
    "KeySentence",
    "Keyboard",
    "Kind",
    "LeftOut",
    "Liking",
    "Mention",
    "Not",
    "Offer",
    "Or",
    "Outgoing",
    "Outlet",
    "Push",
    "Query",
    "Quiet",
    "Rating",
    "Reader",
    "Reasons",
    "Ref",
    "Related",
    "Rereading",
    "Rise",
    "Ruling",
    "Schedule",
    "Sentence",
    "ShownStory",
    "Skipped",
    "Slot",
    "Source",
    "SourceState",
    "Statement",
    "Status",
    "Story",
    "StoryTitle",
    "Subscriber",
    "Summary",
    "SummaryLength",
    "Taken",
    "Telling",
    "Term",
    "Timing",
    "ToldHit",
    "Trait",
    "TraitKind",
    "Trends",
    "Update",
    "Verdict",
    "Weight",
    "Within",
    "has_times",
    "host_of",
    "news_instant",
    "terms_of",
]
