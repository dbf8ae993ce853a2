"""Digests as one page of HTML that needs nothing else: no scripts, no pictures, no network."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.messages.catalogue import label
from bot.messages.exports.markup import digest_markup, heading_id
from bot.messages.exports.told import ToldDigest

# The page can load and run nothing, even if something slipped into it, and who is linked to
# doesn't learn from where.
_PAGE = Markup("""\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 42em; margin: 0 auto; padding: 1em; line-height: 1.5; font-family: sans-serif; }}
h1, h2, h3 {{ line-height: 1.25; overflow-wrap: anywhere; }}
article {{ margin: 2em 0; }}
.about {{ opacity: 0.8; font-size: 0.9em; }}
</style>
</head>
<body>
{contents}<main>
{digests}</main>
</body>
</html>
""")
_CONTENTS = Markup('<h1>{}</h1>\n<nav aria-label="{}">\n<ul>\n{}</ul>\n</nav>\n')
_ITEM = Markup('<li><a href="#{}">{}</a></li>\n')


def page(title: str, digests: Sequence[ToldDigest]) -> str:
    """Return the digests as an HTML document.

    Args:
        title: What it is called.
        digests: At least one, in the order in which they are to be read; several are listed
            above.
    """
    is_one, language = len(digests) == 1, digests[0].language
    items = (_ITEM.format(heading_id(digest), digest.in_list) for digest in digests)
    return _PAGE.format(
        language=language,
        title=title,
        contents=""
        if is_one
        else _CONTENTS.format(title, label(language, "digests-heading"), Markup("").join(items)),
        digests=Markup("").join(
            digest_markup(digest, level=1 if is_one else 2) for digest in digests
        ),
    )
