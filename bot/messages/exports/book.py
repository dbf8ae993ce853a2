"""Digests as a book: EPUB 3.3 (w3.org/TR/epub-33), one chapter a digest.

The same digests make the same bytes: nothing in it depends on when or where it is made.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Sequence
from datetime import UTC
from functools import partial

from markupsafe import Markup

from bot.messages.catalogue import label
from bot.messages.exports.markup import digest_markup, story_id
from bot.messages.exports.told import ToldDigest

_MEDIA_TYPE = "application/epub+zip"
# The rest is the reader's own.
_STYLE = """\
article { margin: 1.5em 0; }
.about { font-size: 0.9em; }
"""
_CONTAINER = """\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
_PACKAGE = Markup("""\
<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" \
xml:lang="{language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identity}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:creator>{author}</dc:creator>
{languages}<dc:date>{made}</dc:date>
<meta property="dcterms:modified">{made}</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityHazard">none</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="style" href="style.css" media-type="text/css"/>
{items}</manifest>
<spine toc="ncx" page-progression-direction="ltr">
{spine}</spine>
</package>
""")
_LANGUAGE = Markup("<dc:language>{}</dc:language>\n")
_ITEM = Markup('<item id="{0}" href="{0}.xhtml" media-type="application/xhtml+xml"/>\n')
_TURN = Markup('<itemref idref="{}"/>\n')
_DOCUMENT = Markup("""\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{language}" xml:lang="{language}">
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
{body}</body>
</html>
""")
_CHAPTER = Markup('<section epub:type="chapter">\n{}</section>\n')
_CONTENTS = Markup("""\
<nav epub:type="toc">
<h1>{}</h1>
<ol>
{}</ol>
</nav>
""")
_OF_DIGEST = Markup('<li><a href="{}.xhtml">{}</a>\n<ol>\n{}</ol>\n</li>\n')
_OF_STORY = Markup('<li><a href="{}.xhtml#{}" dir="auto" lang="{}">{}</a></li>\n')
# What readers of before EPUB 3 look for instead: idpf.org/epub/20/spec/OPF_2.0.1_draft.htm
_NCX = Markup("""\
<?xml version="1.0" encoding="UTF-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">
<head><meta name="dtb:uid" content="urn:uuid:{identity}"/></head>
<docTitle><text>{title}</text></docTitle>
<navMap>
{points}</navMap>
</ncx>
""")
_POINT = Markup("""\
<navPoint id="{0}"><navLabel><text>{1}</text></navLabel><content src="{0}.xhtml"/></navPoint>
""")


def book(title: str, digests: Sequence[ToldDigest]) -> bytes:
    """Return the digests as an EPUB.

    Args:
        title: What it is called.
        digests: At least one, each with a story, in the order in which they are to be read.
    """
    identity = _identity(digests)
    document = partial(_DOCUMENT.format, language=digests[0].language)
    points = (_POINT.format(digest.ref, digest.in_list) for digest in digests)
    files = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _package(title, digests, identity),
        "EPUB/nav.xhtml": document(title=title, body=_contents(title, digests)),
        "EPUB/toc.ncx": _NCX.format(identity=identity, title=title, points=Markup("").join(points)),
        "EPUB/style.css": _STYLE,
    }
    for digest in digests:
        chapter = _CHAPTER.format(digest_markup(digest, level=1))
        files[f"EPUB/{digest.ref}.xhtml"] = document(title=digest.heading, body=chapter)
    made = max(digest.at for digest in digests).astimezone(UTC)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:

        def add(name: str, content: str, *, how: int) -> None:
            file = zipfile.ZipInfo(name, made.timetuple()[:6])
            file.compress_type = how
            file.create_system = 3  # else it tells on which system it was made
            archive.writestr(file, content)

        # First and as it is, so that its first bytes tell what it is:
        # w3.org/TR/epub-33/#sec-zip-container-mime
        add("mimetype", _MEDIA_TYPE, how=zipfile.ZIP_STORED)
        for name, content in files.items():
            add(name, content, how=zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _identity(digests: Sequence[ToldDigest]) -> uuid.UUID:
    """Return a name of the book: the same digests make the same book."""
    names = ",".join(str(digest.identity) for digest in digests)
    return uuid.uuid5(uuid.NAMESPACE_OID, f"news-digest-bot:book:{names}")


def _package(title: str, digests: Sequence[ToldDigest], identity: uuid.UUID) -> Markup:
    ours = digests[0].language
    told_in = sorted({story.language for one in digests for story in one.stories} - {"", ours})
    return _PACKAGE.format(
        identity=identity,
        language=ours,
        title=title,
        author=label(ours, "file-author"),
        # The first is the book's.
        languages=Markup("").join(map(_LANGUAGE.format, [ours, *told_in])),
        made=f"{max(digest.at for digest in digests).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        items=Markup("").join(_ITEM.format(digest.ref) for digest in digests),
        spine=Markup("").join(_TURN.format(digest.ref) for digest in digests),
    )


def _contents(title: str, digests: Sequence[ToldDigest]) -> Markup:
    chapters = (
        _OF_DIGEST.format(
            digest.ref,
            digest.in_list,
            Markup("").join(
                _OF_STORY.format(
                    digest.ref, story_id(digest, story), story.language, story.title.text
                )
                for story in digest.stories
            ),
        )
        for digest in digests
    )
    return _CONTENTS.format(title, Markup("").join(chapters))
