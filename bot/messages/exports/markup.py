"""Digests as elements that are right in HTML and in XHTML alike: pages, books and feeds have them.

A text decides by itself whether it runs from the right: `dir="auto"` looks at its first letters,
and leaves out what has a `dir` of its own, as our words beside it do.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.messages.catalogue import clock, label
from bot.messages.exports.told import Aside, Link, ToldDigest, ToldStory
from bot.messages.markup import link

_OURS = Markup('<span lang="{}" dir="auto">{}</span> ')


def heading_id(digest: ToldDigest) -> str:
    """Return by what a digest's heading is linked to: `d12`."""
    return digest.ref


def story_id(digest: ToldDigest, story: ToldStory) -> str:
    """Return by what a story of a digest is linked to: `d12-2`."""
    return f"{digest.ref}-{story.number}"


def digest_markup(digest: ToldDigest, *, level: int, with_heading: bool = True) -> Markup:
    """Return a digest as elements.

    Args:
        digest: What was told.
        level: Of its heading, 1 to 5; those of its stories are one below.
        with_heading: Whether it has one; feeds show an entry's title by themselves.
    """
    heading = Markup('<h{0} id="{1}">{2}</h{0}>\n').format(
        level, heading_id(digest), digest.heading
    )
    made = Markup('<p class="about"><time datetime="{}">{}</time> · {} · {}</p>\n').format(
        digest.local_at.isoformat(timespec="seconds"),
        clock(digest.local_at),
        digest.counts,
        digest.ref,
    )
    corrected = Markup("").join(map(_aside, digest.corrected))
    stories = (_story(digest, story, level + 1) for story in digest.stories)
    below = _headlines(digest) if digest.headlines else Markup("")
    return Markup("").join(
        [
            heading if with_heading else Markup(""),
            made,
            Markup("<ul>\n{}</ul>\n").format(corrected) if corrected else Markup(""),
            *stories,
            below,
        ]
    )


def _headlines(digest: ToldDigest) -> Markup:
    named = (
        Markup('{} (<bdi lang="">{}</bdi>)').format(_isolated(title), outlet)
        if outlet
        else _isolated(title)
        for title, outlet in digest.headlines
    )
    line = Markup("<p>{} {}</p>\n")
    return line.format(label(digest.language, "digest-headlines"), Markup(" · ").join(named))


def _story(digest: ToldDigest, story: ToldStory, level: int) -> Markup:
    update = _OURS.format(digest.language, story.update) if story.update else ""
    title = Markup('<h{0} dir="auto" lang="{1}">{2} · {3}{4}</h{0}>\n').format(
        level, story.language, story.number, update, link(story.title.text, story.title.url)
    )
    asides = (_asides(*each) for each in story.asides)
    parts = [title, _text(digest, story), _about(story), *asides]
    return Markup('<article id="{}">\n{}</article>\n').format(
        story_id(digest, story), Markup("").join(parts)
    )


def _text(digest: ToldDigest, story: ToldStory) -> Markup:
    if not story.text and not story.since:
        return Markup("")
    since = _OURS.format(digest.language, story.since) if story.since else ""
    return Markup('<p dir="auto" lang="{}">{}{}</p>\n').format(story.language, since, story.text)


def _about(story: ToldStory) -> Markup:
    outlets = Markup(", ").join(map(_isolated, story.outlets))
    moment = Markup('<time datetime="{}">{}</time>').format(story.at, story.moment)
    parts = Markup(" · ").join([outlets, moment] if outlets else [moment])
    return Markup('<p class="about">{} · {}</p>\n').format(parts, story.ref)


def _asides(heading: str, asides: Sequence[Aside]) -> Markup:
    items = Markup("").join(map(_aside, asides))
    return Markup("<p>{}</p>\n<ul>\n{}</ul>\n").format(heading, items)


def _aside(aside: Aside) -> Markup:
    told = Markup(': <bdi lang="">{}</bdi>').format(aside.told) if aside.told else ""
    ref = f" · {aside.ref}" if aside.ref else ""
    return Markup("<li>{}{}{}</li>\n").format(_isolated(aside.lead), told, ref)


def _isolated(one: Link) -> Markup:
    """Return the link, its direction kept from what stands beside it; its language is unknown."""
    return Markup('<bdi lang="">{}</bdi>').format(link(one.text, one.url))
