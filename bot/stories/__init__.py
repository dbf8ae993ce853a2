"""Group articles and headlines into stories, and find what is related, wanted or hot.

DAY              the hours whose trends are told
WEEK             what a day is compared with
Grouper          puts items into stories, and remembers the stories of the last days
Target           what related items are sought for
asker_at         how a query is understood
document_of      the item as the search has it
find_certain     what is near `target` for certain, by its title too
find_related     what is stored near `target`, nearest first, with reasons
load_items       the articles and headlines that `refs` name, in their order
merge_stories    make two stories one, also when all is grouped anew
opening_of       the beginning of an article's body
regroup          group all published articles and headlines anew, and return what came of it
search_for       a page of what is found
split_story      give some members of a story one of their own
target_of_items  the target that one item is, or that the members of one story are together
target_of_story  the target that a story is
target_of_words  the target that typed words are, too few to tell their language
topics_of        what an article or a headline is about: 0 to 3 of `TOPICS`, best first
trends_of        what more stories are about in the 24 hours before `now` than on a usual day
"""

from bot.stories.assign import Grouper, merge_stories, split_story
from bot.stories.overlap import opening_of
from bot.stories.regroup import regroup
from bot.stories.related import (
    Target,
    find_certain,
    find_related,
    load_items,
    target_of_items,
    target_of_story,
    target_of_words,
)
from bot.stories.search import asker_at, document_of, search_for
from bot.stories.topics import topics_of
from bot.stories.trends import DAY, WEEK, trends_of

__all__ = [
    "DAY",
    "WEEK",
    "Grouper",
    "Target",
    "asker_at",
    "document_of",
    "find_certain",
    "find_related",
    "load_items",
    "merge_stories",
    "opening_of",
    "regroup",
    "search_for",
    "split_story",
    "target_of_items",
    "target_of_story",
    "target_of_words",
    "topics_of",
    "trends_of",
]
