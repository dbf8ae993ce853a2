"""Every word that a reader sees: pure functions from the model to a `Reply`.

DEFAULT_LANGUAGE   used where a person's language is unknown, or not here yet
FORGOTTEN          why a message is not sent that an admin forgot
LANGUAGES_OFFERED  as many are offered at first to who is asked what to read
LANGUAGES          those that the interface speaks
SETTINGS           what may be typed behind `/settings`
SHARE_LOCATION     the command whose button shares a location
Reply              what a command answers
alert              word one story that is told at once
alerts             say what alerts are, and list those that a chat has
as_typed           times and days as they may be typed behind `/subscribe`
ask_which_zone     say what is wrong with a zone, and offer those that may be meant
ask_zone           ask on which clock the times are meant
command_help       what a command does, in one imperative line of at most 256 characters
command_usage      a command with what it takes
correction         word a correction of what was told at once
digest             word a digest as it was stored
digests            word a page of a chat's stored digests
error              the sentence for `problem`
export_offered     ask which file is wanted
exported           hand over digests as a file
filter_dropped     word that a filter is gone
filter_kept        word that a filter is kept, and what it would have matched
filter_known       word that the chat has such a filter already
filters            word all filters of a chat, with a button for each that drops it
fits_button        whether a button can type the command
fitted             the entries as they fit one message together, best first
fitted_headlines   the headlines that fit below the entries, with nothing left out of these
found              word what a search found, best first
found_in_digests   word what was found in a chat's stored digests, newest first
headlines          word the newest headlines
held               list messages that are held, with two buttons for each
held_settled       say that a held message goes to a chat once more, or to none
held_told          tell an admin, unasked, that something is held
help_              list the commands
how_to_search      explain the language of queries by examples
ingested           confirm what was ingested, or say since when it is known
ingested_many      report what came of a folder
language_called    the code of the language that is called so
language_of        the language of the interface for what Telegram calls a person's language
latest             word the newest articles
merged             word that a story has the members of another one now
missed             word the stories that a chat was not told, one line each
no_digests_of      say that a chat has no digest of these days, and which are nearest
none_stored        say that a chat has no digest yet
not_ingested       say why nothing was ingested, and how it is all the same
not_subscribed     say that no digests come here, and offer some
nothing_to_export  say that none of a chat's digests told anything
outgoing           the messages that a reply takes, as rows for the outbox
paused             confirm a pause
plain              the text of `markup`, with addresses of links behind them in parentheses
progress           tell how far long work has come
rated              word that a press was noted, and what the chat likes now of what it moved
related            word what is near
removed            confirm that an article is gone
resumed            confirm that digests come again
settings           show one of `SETTINGS` with others to choose, or all that is set
share_location     show the button that shares a location, or say what to do without
source             show how a source is read, and offer what can be changed
source_added       confirm a source
source_failing     tell an admin, unasked, of a source that keeps failing, or that was stopped
source_removed     confirm that a source is no longer read
sources            list a page of the sources
sources_added      confirm several sources that were chosen
sources_exported   give out the list of sources for other readers
sources_failed     list the feeds that could not be had when they were to be added
sources_offered    ask which of the feeds behind a page to read
sources_taken      report what came of a list of feeds
split              word that members of a story are one of their own now
start              greet
status             tell how the bot is doing
story              word a story
subscribed         confirm a subscription
summaries          word the summaries of several links
summary            word an article's summary
taste              word what a chat likes, with a button for each that resets it
topic              word the newest articles and headlines of a topic
topics             word what grew, with a button for the news of each
unknown_command    say that there is no such command
unrated            word that a press was taken back
unsubscribed       confirm that no more digests come
usage              word a command that was typed wrong
went_wrong         say that something unforeseen happened
whoami             tell the ids that go into ADMIN_IDS and ALLOWED_IDS
why                word why the sentences of a summary were chosen
why_entry          word why a digest has one of its stories, and what it had no room for
why_not            word why a story is not in a digest
why_these          word why a digest has its stories, one line each
"""

from bot.messages.admin import (
    FORGOTTEN,
    held,
    held_settled,
    held_told,
    ingested,
    ingested_many,
    not_ingested,
    progress,
    removed,
    source,
    source_added,
    source_failing,
    source_removed,
    sources,
    sources_added,
    sources_exported,
    sources_failed,
    sources_offered,
    sources_taken,
    status,
)
from bot.messages.archive import digests, found_in_digests, no_digests_of, none_stored
from bot.messages.catalogue import (
    DEFAULT_LANGUAGE,
    LANGUAGES,
    language_called,
    language_of,
)
from bot.messages.digest import correction, digest
from bot.messages.errors import (
    command_help,
    command_usage,
    error,
    help_,
    unknown_command,
    usage,
    went_wrong,
    whoami,
)
from bot.messages.exports import export_offered, exported, nothing_to_export
from bot.messages.fit import fitted, fitted_headlines
from bot.messages.markup import Reply
from bot.messages.news import (
    found,
    headlines,
    how_to_search,
    latest,
    merged,
    missed,
    related,
    split,
    story,
    summaries,
    summary,
    topic,
    topics,
    why,
)
from bot.messages.preferences import (
    alert,
    alerts,
    filter_dropped,
    filter_kept,
    filter_known,
    filters,
    rated,
    taste,
    unrated,
)
from bot.messages.reasons import why_entry, why_not, why_these
from bot.messages.subscription import (
    LANGUAGES_OFFERED,
    SETTINGS,
    SHARE_LOCATION,
    as_typed,
    ask_which_zone,
    ask_zone,
    not_subscribed,
    paused,
    resumed,
    settings,
    share_location,
    start,
    subscribed,
    unsubscribed,
)
from bot.messages.telegram_limits import fits_button, outgoing, plain

__all__ = [
    "DEFAULT_LANGUAGE",
    "FORGOTTEN",
    "LANGUAGES",
    "LANGUAGES_OFFERED",
    "SETTINGS",
    "SHARE_LOCATION",
    "Reply",
    "alert",
    "alerts",
    "as_typed",
    "ask_which_zone",
    "ask_zone",
    "command_help",
    "command_usage",
    "correction",
    "digest",
    "digests",
    "error",
    "export_offered",
    "exported",
    "filter_dropped",
    "filter_kept",
    "filter_known",
    "filters",
    "fits_button",
    "fitted",
    "fitted_headlines",
    "found",
    "found_in_digests",
    "headlines",
    "held",
    "held_settled",
    "held_told",
    "help_",
    "how_to_search",
    "ingested",
    "ingested_many",
    "language_called",
    "language_of",
    "latest",
    "merged",
    "missed",
    "no_digests_of",
    "none_stored",
    "not_ingested",
    "not_subscribed",
    "nothing_to_export",
    "outgoing",
    "paused",
    "plain",
    "progress",
    "rated",
    "related",
    "removed",
    "resumed",
    "settings",
    "share_location",
    "source",
    "source_added",
    "source_failing",
    "source_removed",
    "sources",
    "sources_added",
    "sources_exported",
    "sources_failed",
    "sources_offered",
    "sources_taken",
    "split",
    "start",
    "status",
    "story",
    "subscribed",
    "summaries",
    "summary",
    "taste",
    "topic",
    "topics",
    "unknown_command",
    "unrated",
    "unsubscribed",
    "usage",
    "went_wrong",
    "whoami",
    "why",
    "why_entry",
    "why_not",
    "why_these",
]
