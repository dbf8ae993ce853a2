"""What readers follow, mute, are alerted of, and like.

DOUBLES          so many points double what a story counts for
MOST_OF_ALL      times that likings make a story count, at most
EditionFilters   the filters of an edition's readers, asked of the stories that it may tell
Filtered         what one reader's filters say of the stories of an edition
Filtering        the filters of all readers, and the stories of one edition by their members
Sense            what a filter asks for
Senses           what filters ask for, each spelling parsed and each sense compiled once
documents_of     what filters are asked of
factor_of        what the rank of a story is multiplied by, from how its traits are liked: 0.25 to 4
likings_of       what the presses of a chat come to, most points first, then topics before names
moved_by_digest  how far a press below a digest moves what its reader likes
moved_by_story   how far a press below a story moves what its reader likes
muted_stories    the ids of the stories that a chat never wants to be told again
names_of_story   whom a story is about, as far as it is sure
same_filter      the one of the known filters that asks for the same, in whatever spelling
topics_of        the topics of those of many items that have any, best first
"""

from bot.preferences.feedback import (
    DOUBLES,
    MOST_OF_ALL,
    factor_of,
    likings_of,
    moved_by_digest,
    moved_by_story,
    muted_stories,
    names_of_story,
)
from bot.preferences.filters import (
    EditionFilters,
    Filtered,
    Filtering,
    Sense,
    Senses,
    documents_of,
    same_filter,
    topics_of,
)

__all__ = [
    "DOUBLES",
    "MOST_OF_ALL",
    "EditionFilters",
    "Filtered",
    "Filtering",
    "Sense",
    "Senses",
    "documents_of",
    "factor_of",
    "likings_of",
    "moved_by_digest",
    "moved_by_story",
    "muted_stories",
    "names_of_story",
    "same_filter",
    "topics_of",
]
