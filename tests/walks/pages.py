"""Texts and pages written for the walks."""

from __future__ import annotations


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of `text`, each in one line."""
    return tuple(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))


ICE_TITLE = "Icebreaker Frees 34 Sailors After Nine Days"

ICE_PARAGRAPHS = paragraphs("""
All 34 crew members of the Polar Lily are safe and the ship is under tow, the Northern Shipping
Office said on Tuesday, nine days after pack ice closed around it in the Kara Sea.

The icebreaker Aurora reached the ship at dawn after cutting a channel of 60 miles. “We heard
her engines an hour before we saw her,” said Capt. Jo Miller.

The rudder was damaged when the ice closed. Two attempts by a smaller tug failed last week, the
Northern Shipping Office said.

Two other vessels are still waiting for the channel to be widened. Insurers raised premiums for
the northern route on Monday.
""")

HEADLINES = (
    "Insurers Raise Premiums for Kara Sea Voyages",
    "Appeals Court Reinstates Trade Tariffs",
    "Museum Returns Bronze Bell to Island",
    "Senate Can Impose Tariffs Despite Court Ruling",
    "Ferry Fares Rise by a Tenth in January",
)

NEWS_PAGE = "\n\n".join([ICE_TITLE, ICE_TITLE, *ICE_PARAGRAPHS, *HEADLINES]) + "\n"

PORT_TITLE = "Dockers Accept Raise and End Port Strike"

PORT_PARAGRAPHS = paragraphs("""
Dockers voted by 61 percent for a raise of 4.1 percent on Monday, which ends the port strike in
its third week, their union said in a statement.

Cranes start again on Wednesday morning. More than 80 container ships have been waiting at
anchor off Harbour Bay since the beginning of the month.

Shops had warned of empty shelves before the holidays. It will take ten days until the last ship
is unloaded, the port authority expects.
""")


def page(title: str, paragraphs: tuple[str, ...], *, site: str = "Coast Times") -> str:
    """Return an HTML page with the article, a menu and a footer."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!doctype html><html lang="en"><head><title>{title} | {site}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{site}">
<meta property="article:published_time" content="2026-11-24T04:40:00+00:00"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<main><article><h1>{title}</h1>{body}</article></main>
<footer>All rights reserved. <a href="/terms">Terms</a></footer></body></html>"""


PORT_PAGE = page(PORT_TITLE, PORT_PARAGRAPHS)

CONSENT_PAGE = """<!doctype html><html lang="en"><head><title>Coast Times</title></head><body>
<div class="consent"><h1>We value your privacy</h1><p>We and our 812 partners store and access
cookies on your device to process personal data. Accept all cookies or manage your preferences
before you continue to the site. You can withdraw your consent at any time.</p>
<button>Accept all</button><button>Manage preferences</button></div></body></html>"""

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>
<title>Harbour Post</title><link>https://harbour-post.example/</link>
<item><title>Dam plan grows, and so do protests</title><guid>a1</guid>
<link>https://harbour-post.example/dam</link>
<pubDate>Tue, 24 Nov 2026 05:00:00 GMT</pubDate></item>
<item><title>Chess champion beaten by 14-year-old</title><guid>a2</guid>
<link>https://harbour-post.example/chess</link>
<pubDate>Tue, 24 Nov 2026 04:00:00 GMT</pubDate></item>
</channel></rss>"""
