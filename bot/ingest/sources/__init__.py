"""What is read again and again: added, read when due, saved, pushed by hubs.

Reading          what it takes to read sources
add_list         add the feeds of a list
add_source       add the feed at `url`, or the one behind the page there
agree            whether we asked the hub for this, and if so note that it agrees
ask_hubs         ask the hubs whose time has come
choose_source    add a source that was offered, or read one now that fails or was stopped
is_expected      whether a hub was given this token for a source that is read
refresh_sources  read the sources that are due
take             store what a hub sends of a feed, or of a part of it
"""

from bot.ingest.sources.add import add_list, add_source, choose_source
from bot.ingest.sources.push import agree, ask_hubs, is_expected, take
from bot.ingest.sources.reader import Reading
from bot.ingest.sources.refresh import refresh_sources

__all__ = [
    "Reading",
    "add_list",
    "add_source",
    "agree",
    "ask_hubs",
    "choose_source",
    "is_expected",
    "refresh_sources",
    "take",
]
