"""URL, text, file or feed in; stored articles in their stories out.

Found         an article that is known, or one that was read and is not stored yet
keep          store what was read, if it isn't known, and put what is published into its story
parsed        what `parse` makes of bytes from strangers, in a process that can be killed
read_again    what the page of a known article answers now
read_archive  the documents in a zip, each of which `read_file` reads
read_file     the article in a file
read_text     the article in a pasted text, with the headlines below it if it has any
read_url      the article at an absolute http(s) address
"""

from bot.ingest.pipeline import (
    Found,
    keep,
    parsed,
    read_again,
    read_archive,
    read_file,
    read_text,
    read_url,
)

__all__ = [
    "Found",
    "keep",
    "parsed",
    "read_again",
    "read_archive",
    "read_file",
    "read_text",
    "read_url",
]
