"""A page as it came -> title, body, date and authors; and what is no article at all.

MAX_TITLE          characters that a title is cut at
MIN_ARTICLE_WORDS  shorter texts are cookie walls and error pages far more often than articles
Dated              when something was published, as its source writes it
count_words        how many words `text` has
parse_date         when `text` says that something was published, or None
parse_newspage     the article in the text of a news page, as saved or pasted
parse_page         the article in a page
refuse_junk        raise if `draft` is no article but something that stood in its place
text_of            the paragraphs of a piece of HTML, all of them, such as a feed item's content
"""

from bot.ingest.extract.dates import Dated, parse_date
from bot.ingest.extract.junk import MIN_ARTICLE_WORDS, count_words, refuse_junk
from bot.ingest.extract.page import MAX_TITLE, parse_page, text_of
from bot.ingest.extract.plaintext import parse_newspage

__all__ = [
    "MAX_TITLE",
    "MIN_ARTICLE_WORDS",
    "Dated",
    "count_words",
    "parse_date",
    "parse_newspage",
    "parse_page",
    "refuse_junk",
    "text_of",
]
