"""Which stories have turned out to be one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from bot.stories.centroid import LiveStory

# Two handfuls of headlines are alike by chance too often; with a story of so many, the
# words that it has in common are known.
LEAST_SIZE = 12
# A term of more live stories tells none from another, and takes long to look up.
_MOST_STORIES = 3_000


def likest_pairs(
    changed: Iterable[LiveStory],
    *,
    stories: Mapping[int, LiveStory],
    postings: Mapping[str, dict[int, float]],
    fading: Callable[[LiveStory, LiveStory], float],
    least: float,
    apart: Mapping[int, set[int]],
) -> list[tuple[int, int]]:
    """Return which stories to merge, as pairs `(into, gone)`, each story once, likest first.

    Only stories of headlines are merged, and the larger of two must have `LEAST_SIZE`
    members: on labelled news, stories of texts that were merged were different ones too
    often. The larger one keeps its id, the one with the smaller id if they are as large.

    Args:
        changed: Stories that may have become alike to others.
        stories: All live stories by id.
        postings: For each term the stories that have it, with its weight.
        fading: What is left of the likeness of two stories by the time between them.
        least: Likeness, cosine of the terms after fading, from which they are one.
        apart: For each story those that it must never be merged with.
    """
    found: dict[tuple[int, int], float] = {}
    mergeable = {each.story_id for each in stories.values() if each.is_of_headlines}
    large = {story_id for story_id in mergeable if stories[story_id].size >= LEAST_SIZE}
    for story in changed:
        if story.story_id not in mergeable:
            continue
        others = mergeable if story.story_id in large else large
        for other_id, dot in _dots(story, postings, others).items():
            other = stories[other_id]
            if other is story or other_id in apart.get(story.story_id, ()):
                continue
            likeness = dot / (story.length * other.length)
            if likeness >= least and (likeness := likeness * fading(story, other)) >= least:
                found[_directed(story, other)] = likeness
    taken: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for pair in sorted(found, key=lambda pair: (-found[pair], pair)):
        if taken.isdisjoint(pair):
            taken.update(pair)
            pairs.append(pair)
    return pairs


def _directed(one: LiveStory, other: LiveStory) -> tuple[int, int]:
    into, gone = sorted((one, other), key=lambda story: (-story.size, story.story_id))
    return into.story_id, gone.story_id


def _dots(
    story: LiveStory, postings: Mapping[str, dict[int, float]], others: set[int]
) -> dict[int, float]:
    dots: dict[int, float] = {}
    for term in sorted(story.terms):
        posting = postings[term]
        if len(posting) <= _MOST_STORIES:
            weight = story.terms[term]
            # Whichever is smaller is looked through.
            for story_id in posting.keys() & others:
                dots[story_id] = dots.get(story_id, 0.0) + weight * posting[story_id]
    return dots
