"""Digests as a feed that a reader of feeds opens: Atom (RFC 4287), one entry a digest."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from markupsafe import Markup

from bot.messages.catalogue import label
from bot.messages.exports.markup import digest_markup
from bot.messages.exports.told import ToldDigest

_FEED = Markup("""\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">
<id>urn:uuid:{identity}</id>
<title>{title}</title>
<updated>{updated}</updated>
<author><name>{author}</name></author>
<generator>{author}</generator>
{entries}</feed>
""")
_ENTRY = Markup("""\
<entry>
<id>urn:uuid:{identity}</id>
<title>{title}</title>
<published>{at}</published>
<updated>{at}</updated>
<content type="html">{content}</content>
</entry>
""")
# The entry's title is what is above.
_LEVEL = 1


def feed(identity: uuid.UUID, digests: Sequence[ToldDigest]) -> str:
    """Return the digests as an Atom document, newest first.

    Args:
        identity: The feed's own, the same in all that a chat exports: a reader of feeds takes
            the second one for news of the first.
        digests: At least one, in any order.
    """
    newest_first = sorted(digests, key=lambda digest: digest.at, reverse=True)
    language = newest_first[0].language
    return _FEED.format(
        identity=identity,
        language=language,
        title=label(language, "file-feed"),
        author=label(language, "file-author"),
        updated=_instant(newest_first[0].at),
        entries=Markup("").join(
            _ENTRY.format(
                identity=digest.identity,
                title=digest.in_list,
                at=_instant(digest.at),
                # Markup as text, escaped once more: RFC 4287, 3.1.1.2.
                content=str(digest_markup(digest, level=_LEVEL, with_heading=False)),
            )
            for digest in newest_first
        ),
    )


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
