"""From a text to its most telling sentences, word for word.

LENGTHS            the lengths that have names: line, short, long
METHODS            the names of the summarizers
SECONDS            how long a summary may take
Length             how long a summary is
beginning_of       the first `length` sentences of an article
explain_article    the ranker's sentences of `article`, each with why it was chosen
find_additions     what `additions` does, off the event loop
find_voices        where the reports of a story differ, and who said what
is_corrected       whether a sentence is what was told with another number, name or "not"
lead_of            the member that tells the newest state of `story`
newest_state       the newest member that says what changed since a reader was told
summarize_article  the most telling sentences of `article`, word for word, in reading order
summarize_story    what tells most of the story, each sentence with its article
titled             a story under the title of its newest state
whats_new          the sentences of `articles` that add most to what was told
"""

from bot.summarize.article import SECONDS, explain_article, summarize_article
from bot.summarize.differences import find_voices
from bot.summarize.methods import LENGTHS, METHODS, Length
from bot.summarize.novelty import is_corrected
from bot.summarize.story import (
    beginning_of,
    find_additions,
    lead_of,
    newest_state,
    summarize_story,
    titled,
    whats_new,
)

__all__ = [
    "LENGTHS",
    "METHODS",
    "SECONDS",
    "Length",
    "beginning_of",
    "explain_article",
    "find_additions",
    "find_voices",
    "is_corrected",
    "lead_of",
    "newest_state",
    "summarize_article",
    "summarize_story",
    "titled",
    "whats_new",
]
