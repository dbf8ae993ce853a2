"""News, as it was read and as it belongs together.

Articles, Headlines, Titles   what was read
Stories, Grouping             what belongs together, and what that is decided by
Summaries                     what was said of articles
Sources, Pushes               where news comes from, and who tells of changes there
SEEN_FOR                      how long an item stays known after its source listed it last
"""

from storage.news.articles import Articles, Summaries
from storage.news.grouping import Grouping
from storage.news.headlines import Headlines, Titles
from storage.news.sources import SEEN_FOR, Pushes, Sources
from storage.news.stories import Stories

__all__ = [
    "SEEN_FOR",
    "Articles",
    "Grouping",
    "Headlines",
    "Pushes",
    "Sources",
    "Stories",
    "Summaries",
    "Titles",
]
