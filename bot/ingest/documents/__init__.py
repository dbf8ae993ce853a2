"""Files and pasted texts: plain text, HTML, Markdown, PDF, mail and zips of them.

ENDINGS         how the names of files end that are read
MAX_FILE_BYTES  Telegram's limit for files that bots may download
Packed          a document of an archive
is_archive      whether the file holds documents of its own, by its ending
is_document     whether there may be articles in the file, by its ending
parse_archive   the documents in an uploaded zip, each to be read by itself
parse_document  the article in a file
parse_text      the article in a plain text, as saved or pasted
"""

from bot.ingest.documents.archive import Packed
from bot.ingest.documents.document import (
    ENDINGS,
    MAX_FILE_BYTES,
    is_archive,
    is_document,
    parse_archive,
    parse_document,
    parse_text,
)

__all__ = [
    "ENDINGS",
    "MAX_FILE_BYTES",
    "Packed",
    "is_archive",
    "is_document",
    "parse_archive",
    "parse_document",
    "parse_text",
]
