"""Every word that a reader sees: pure functions from the model to a `Reply`."""

from bot.messages.absences import Absence, Cause, why_not
from bot.messages.adding import (
    source_added,
    source_removed,
    sources_added,
    sources_exported,
    sources_failed,
    sources_offered,
    sources_taken,
)
from bot.messages.admin import (
    Failure,
    Status,
    ingested,
    ingested_many,
    not_ingested,
    progress,
    removed,
    status,
)
from bot.messages.alerts import alert
from bot.messages.digests import digest
from bot.messages.errors import error, unknown_command, usage, went_wrong
from bot.messages.exported import export_offered, exported, nothing_to_export
from bot.messages.filters import alerts, filter_dropped, filter_kept, filter_known, filters
from bot.messages.held import held, held_told
from bot.messages.help import help_, start, whoami
from bot.messages.items import Reader
from bot.messages.reading import latest, summary
from bot.messages.reasons import why_entry, why_these
from bot.messages.related import related
from bot.messages.reply import Reply
from bot.messages.search import found, how_to_search
from bot.messages.settings import Chosen, settings
from bot.messages.settings import alerts as settings_alerts
from bot.messages.settings import days as settings_days
from bot.messages.settings import empty as settings_empty
from bot.messages.settings import length as settings_length
from bot.messages.settings import only as settings_only
from bot.messages.settings import quiet as settings_quiet
from bot.messages.settings import stories as settings_stories
from bot.messages.settings import times as settings_times
from bot.messages.settings import zone as settings_zone
from bot.messages.sources import source, source_failing, sources
from bot.messages.stored import digests, found_in_digests, no_digests_of, none_stored
from bot.messages.stories import headlines, merged, missed, split, story
from bot.messages.subscription import (
    SHARE_LOCATION,
    as_typed,
    ask_which_zone,
    ask_zone,
    not_subscribed,
    paused,
    resumed,
    share_location,
    subscribed,
    unsubscribed,
)
from bot.messages.taste import rated, taste, unrated
from bot.messages.topics import topic, topics
from bot.messages.why import KeySentence, why

__all__ = [
    "SHARE_LOCATION",
    "Absence",
    "Cause",
    "Chosen",
    "Failure",
    "KeySentence",
    "Reader",
    "Reply",
    "Status",
    "alert",
    "alerts",
    "as_typed",
    "ask_which_zone",
    "ask_zone",
    "digest",
    "digests",
    "error",
    "export_offered",
    "exported",
    "filter_dropped",
    "filter_kept",
    "filter_known",
    "filters",
    "found",
    "found_in_digests",
    "headlines",
    "held",
    "held_told",
    "help_",
    "how_to_search",
    "ingested",
    "ingested_many",
    "latest",
    "merged",
    "missed",
    "no_digests_of",
    "none_stored",
    "not_ingested",
    "not_subscribed",
    "nothing_to_export",
    "paused",
    "progress",
    "rated",
    "related",
    "removed",
    "resumed",
    "settings",
    "settings_alerts",
    "settings_days",
    "settings_empty",
    "settings_length",
    "settings_only",
    "settings_quiet",
    "settings_stories",
    "settings_times",
    "settings_zone",
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
