"""The web: fetching, with the guard on addresses; addresses; bytes to text.

MAX_FEED_BYTES  a larger feed is not read
Fetcher         an HTTP client for addresses from strangers
Page            what a site answered
canonical_url   the one spelling of the article's address, to compare and to keep
decode          bytes of a page or feed as text
find_url        the first web address in `text`, or None
find_urls       the web addresses in `text`, each once
is_readable     whether decoded text was text, and no picture or program
key_of          the letters and digits of `text` in small letters
one_line        the text of `markup` as one line
printable       `text` without what has no place in a text of any kind
shortened       `line`, cut at a word and with an ellipsis if it has over `limit` characters
web_url         an absolute http(s) address in its normal spelling
"""

from bot.ingest.web.encoding import decode, is_readable, key_of, one_line, printable, shortened
from bot.ingest.web.fetch import MAX_FEED_BYTES, Fetcher, Page
from bot.ingest.web.urls import canonical_url, find_url, find_urls, web_url

__all__ = [
    "MAX_FEED_BYTES",
    "Fetcher",
    "Page",
    "canonical_url",
    "decode",
    "find_url",
    "find_urls",
    "is_readable",
    "key_of",
    "one_line",
    "printable",
    "shortened",
    "web_url",
]
