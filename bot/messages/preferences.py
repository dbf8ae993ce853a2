"""Words for filters, for what is told at once, and for what a reader likes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup

from bot.messages.catalogue import label, listed, say
from bot.messages.items import item_day, topic_name
from bot.messages.markup import (
    Reply,
    bold,
    button,
    code,
    dotted,
    italic,
    keyboard,
    lines,
    link,
    moment_of,
)
from bot.messages.telegram_limits import fits_button
from storage.model import (
    Button,
    Filter,
    FilterKind,
    Item,
    Kind,
    Liking,
    Rating,
    Reader,
    Ref,
    Trait,
    TraitKind,
    Verdict,
)

# Buttons that stand beside each other on a phone without being cut.
_FILTERS_IN_A_ROW: Final = 4
_TRAITS_IN_A_ROW: Final = 2

# Longer labels are cut beside another one on a phone.
_LABEL: Final = 18

# Traits that an answer names, and that have a button; `/taste` lists all.
_MOST_NAMED: Final = 6
_MOST_BUTTONS: Final = 6
_MOST_MUTES: Final = 4


def alert(
    item: Item,
    sentence: str,
    wanted: Filter,
    *,
    story_id: int,
    is_update: bool,
    last_of: int | None,
    has_digests: bool,
    reader: Reader,
) -> Reply:
    """Word one story that is told at once.

    Args:
        item: What came in of it.
        sentence: Of the article, word for word; empty of a headline.
        wanted: The filter that it matches.
        story_id: The story.
        is_update: Whether the chat was told the story before.
        last_of: If it is the last alert of the day, how many there were; else None.
        has_digests: Whether digests come to the chat.
        reader: For whom, at the moment when it is sent.
    """
    language, story = reader.language, Ref(Kind.STORY, story_id)
    title = label(language, "alert-update", title=item.title) if is_update else item.title
    return Reply(
        lines(
            bold(link(title, item.url)),
            sentence or None,
            dotted(
                italic(item.outlet) if item.outlet else None,
                italic(moment_of(item.at, item.day, reader)),
                code(str(story)),
            ),
            say(language, "alert-wanted", text=wanted.text),
            say(
                language,
                "alert-last-before-digests" if has_digests else "alert-last",
                count=last_of,
            )
            if last_of
            else None,
        ),
        buttons=keyboard(
            [
                button(language, "button-story", f"/story {story}"),
                button(language, "button-mute-story", f"/taste mute {story}"),
                button(language, "button-drop-alert", f"/drop {wanted.id}"),
            ],
            [
                button(language, "button-more-alerts", "/settings alerts")
                if last_of and has_digests
                else None
            ],
        ),
        about=str(story),
    )


def filter_kept(
    kept: Filter,
    examples: Sequence[Item],
    *,
    stories: int,
    has_more: bool,
    days: int,
    instead: str,
    only_followed: bool | None,
    alerts: int,
    reader: Reader,
) -> Reply:
    """Word that a filter is kept, and what it would have matched.

    Args:
        kept: The filter.
        examples: Items that match, of different stories, best first.
        stories: How many stories match.
        has_more: Whether there are more of them.
        days: Within how many days.
        instead: The filter that may have been meant, or empty.
        only_followed: Whether nothing is told but what is followed; None if the chat has no
            subscription.
        alerts: Most alerts of a day.
        reader: For whom.
    """
    language, kind = reader.language, kept.kind
    extent = "more" if has_more else "all" if stories <= len(examples) else "some"
    a_day = stories / days
    too_many = say(
        language,
        "filter-too-many-missed" if only_followed is None else "filter-too-many",
        count=round(a_day),
        alerts=alerts,
    )
    return Reply(
        lines(
            say(language, f"filter-kept-{kind}", text=kept.text, id=str(kept.id)),
            say(language, "filter-effect-only")
            if only_followed and kind is FilterKind.FOLLOW
            else say(language, f"filter-effect-{kind}", alerts=alerts),
            "",
            _tried(kind, extent, stories=stories, days=days, language=language),
            *(_example(item, reader) for item in examples),
            too_many if kind is FilterKind.ALERT and a_day > alerts else None,
            say(language, "search-meant", query=instead) if instead else None,
        ),
        buttons=keyboard(
            [
                button(language, "button-drop", f"/drop {kept.id}"),
                _filters_button(language),
                button(language, "button-subscribe", "/subscribe")
                if only_followed is None
                else None,
            ],
            [_again(kind, instead, label=label(language, f"button-{kind}-that"))],
        ),
    )


def _tried(kind: FilterKind, extent: str, *, stories: int, days: int, language: str) -> Markup:
    """Word what a filter would have matched: `all` of it is shown, `some`, or there is `more`."""
    if not stories:
        return say(language, "filter-no-match", days=days)
    matched = say(language, "filter-stories", stories=stories)
    if kind is FilterKind.MUTE:
        return say(language, f"filter-hidden-{extent}", stories=matched, days=days)
    return say(language, f"filter-matched-{extent}", stories=matched, days=days)


def filter_known(known: Filter, *, kind: FilterKind, language: str) -> Reply:
    """Word that the chat has such a filter already, of the kind asked for or of the other."""
    facts = {"text": known.text, "id": str(known.id)}
    return Reply(
        say(language, f"filter-known-{kind}", **facts)
        if known.kind is kind
        else say(language, f"filter-instead-{known.kind}", wanted=kind.value, **facts),
        buttons=keyboard(
            [button(language, "button-drop", f"/drop {known.id}"), _filters_button(language)]
        ),
    )


def alerts(found: Sequence[Filter], *, most: int, language: str) -> Reply:
    """Say what alerts are, and list those that a chat has.

    Args:
        found: The alerts.
        most: Most alerts of a day.
        language: The reader's.
    """
    return Reply(
        lines(
            say(language, "alerts-are", most=most),
            say(language, "alerts-example"),
            *(["", *_part(say(language, "alerts-yours"), found)] if found else []),
        ),
        buttons=keyboard(*_drops(found, language), [_filters_button(language) if found else None]),
    )


def filters(found: Sequence[Filter], *, only_followed: bool | None, language: str) -> Reply:
    """Word all filters of a chat, with a button for each that drops it.

    Args:
        found: The filters.
        only_followed: Whether nothing else is told; None if the chat has no subscription.
        language: The reader's.
    """
    if not found:
        return Reply(lines(say(language, "filters-none"), say(language, "filters-how")))
    by_kind = {kind: [one for one in found if one.kind is kind] for kind in FilterKind}
    choice = (
        button(language, "button-the-rest", "/settings only off")
        if only_followed
        else button(language, "button-only-followed", "/settings only on")
    )
    follows = by_kind[FilterKind.FOLLOW]
    return Reply(
        lines(
            *_part(say(language, "filters-only" if only_followed else "filters-follow"), follows),
            *_part(say(language, "filters-mute"), by_kind[FilterKind.MUTE]),
            *_part(say(language, "filters-alert"), by_kind[FilterKind.ALERT]),
        ),
        buttons=keyboard(
            *_drops(found, language),
            [choice if follows and only_followed is not None else None],
        ),
    )


def filter_dropped(gone: Filter, *, language: str) -> Reply:
    """Word that a filter is gone."""
    again = _again(gone.kind, gone.text, label=label(language, "button-undo"))
    return Reply(
        say(language, f"filter-dropped-{gone.kind}", text=gone.text),
        buttons=keyboard([again, _filters_button(language)]),
    )


def _filters_button(language: str) -> Button:
    return button(language, "button-filters", "/filters")


def _drops(found: Sequence[Filter], language: str) -> list[Sequence[Button]]:
    buttons = [
        button(language, "button-drop-one", f"/drop {one.id}", id=str(one.id)) for one in found
    ]
    return _rows(buttons, _FILTERS_IN_A_ROW)


def _part(heading: Markup, found: Sequence[Filter]) -> list[Markup]:
    each = [Markup("{} · {}").format(one.id, one.text) for one in found]
    return [bold(heading), *each] if each else []


def _example(item: Item, reader: Reader) -> Markup:
    story = str(Ref(Kind.STORY, item.story_id)) if item.story_id else None
    return Markup("• {}").format(
        dotted(link(item.title, item.url), item.outlet, item_day(item, reader), story)
    )


def _again(kind: FilterKind, text: str, *, label: str) -> Button | None:
    """Return the button that makes such a filter, if one can hold it."""
    command = f"/{kind.value} {text}"
    fits = bool(text) and fits_button(command)
    return Button(label, command) if fits else None


def taste(
    likings: Sequence[Liking], ratings: Sequence[Rating], *, doubles: float, language: str
) -> Reply:
    """Word what a chat likes, with a button for each that resets it.

    Args:
        likings: What its presses come to, most points first.
        ratings: The presses.
        doubles: How many points double what a story counts for.
        language: The reader's.
    """
    heading = bold(say(language, "taste"))
    last = [_filters_button(language), button(language, "button-settings", "/settings")]
    if not ratings:
        return Reply(
            lines(heading, say(language, "taste-none")), buttons=keyboard(last), page="taste"
        )
    muted = [one for one in ratings if one.verdict is Verdict.MUTE]
    return Reply(
        lines(
            heading,
            *(_of_kind(kind, likings, language) for kind in TraitKind),
            None if likings else say(language, "taste-balanced"),
            *(say(language, "taste-muted", title=one.title, ref=str(one.about)) for one in muted),
            "",
            say(language, "taste-points", doubles=doubles, presses=len(ratings)),
        ),
        buttons=keyboard(
            *_rows(_reset_buttons(likings, language), _TRAITS_IN_A_ROW),
            *_rows(_unmute_buttons(muted, language), _TRAITS_IN_A_ROW),
            [button(language, "button-reset-all", "/taste reset"), *last],
        ),
        page="taste",
    )


def rated(rating: Rating, likings: Sequence[Liking], *, is_new: bool, language: str) -> Reply:
    """Word that a press was noted, and what the chat likes now of what it moved.

    Args:
        rating: The press.
        likings: All that the chat likes now.
        is_new: Whether it was not said before.
        language: The reader's.
    """
    moved = {one.trait for one in rating.likings}
    now = [one for one in likings if one.trait in moved]
    is_digest = rating.about.kind is Kind.DIGEST
    undo = button(language, "button-undo", f"/taste undo {rating.about}")
    return Reply(
        lines(
            say(
                language,
                f"rated-digest-{rating.verdict}" if is_digest else f"rated-story-{rating.verdict}",
                about=_about(rating),
            ),
            None if is_new else say(language, "rated-before"),
            say(language, f"rated-effect-{rating.verdict}"),
            _named(now, language) if now else None,
        ),
        buttons=keyboard(
            [undo, button(language, "button-taste", "/taste")],
            *_rows(_mute_buttons(rating, language), _TRAITS_IN_A_ROW),
        ),
        about=str(rating.about),
    )


def unrated(rating: Rating, *, language: str) -> Reply:
    """Word that a press was taken back."""
    again = _rating_button(rating.verdict, rating.about, language)
    return Reply(
        say(language, "rated-taken-back", about=_about(rating)),
        buttons=keyboard([again, button(language, "button-taste", "/taste")]),
        about=str(rating.about),
    )


def points(likings: Iterable[Liking], language: str) -> Markup:
    """Return likings in one list: `sport +2 and Coast Times −0.5`."""
    return listed(language, [_point(one, language) for one in likings])


def rating_buttons(about: Ref, language: str) -> list[Button]:
    """Return the buttons that rate a story or a digest."""
    return [_rating_button(verdict, about, language) for verdict in (Verdict.MORE, Verdict.LESS)]


def _rating_button(verdict: Verdict, about: Ref, language: str) -> Button:
    command = f"/taste {verdict} {about}"
    if about.kind is Kind.DIGEST:
        return Button("👍" if verdict is Verdict.MORE else "👎", command)
    return button(language, f"button-rate-{verdict}", command)


def _point(one: Liking, language: str) -> str:
    return label(
        language,
        "taste-liked" if one.points > 0 else "taste-disliked",
        name=_name(one.trait, language),
        points=abs(round(one.points, 1)),
    )


def _name(trait: Trait, language: str) -> str:
    """Return what a trait is called; commands have its own name."""
    return topic_name(trait.name, language) if trait.kind is TraitKind.TOPIC else trait.name


def _of_kind(kind: TraitKind, likings: Sequence[Liking], language: str) -> Markup | None:
    found = [_point(one, language) for one in likings if one.trait.kind is kind]
    return say(language, f"taste-of-{kind}", likings=dotted(*found)) if found else None


def _named(likings: Sequence[Liking], language: str) -> Markup:
    strongest = _strongest(likings)[:_MOST_NAMED]
    more = len(likings) - len(strongest)
    named = (_point(one, language) for one in strongest)
    return dotted(*named, say(language, "taste-more", count=more) if more else None)


def _strongest(likings: Iterable[Liking]) -> list[Liking]:
    return sorted(likings, key=lambda one: -abs(one.points))


def _about(rating: Rating) -> Markup:
    return italic(rating.title) if rating.title else code(str(rating.about))


def _reset_buttons(likings: Iterable[Liking], language: str) -> list[Button]:
    traits = (one.trait for one in _strongest(likings))
    buttons = (
        _fitting(
            label(language, "button-reset", name=_name(trait, language)),
            f"/taste reset {trait.name}",
        )
        for trait in traits
    )
    return [button for button in buttons if button is not None][:_MOST_BUTTONS]


def _unmute_buttons(muted: Sequence[Rating], language: str) -> list[Button]:
    refs = (str(one.about) for one in muted[:_MOST_MUTES])
    return [button(language, "button-unmute", f"/taste undo {ref}", ref=ref) for ref in refs]


def _mute_buttons(rating: Rating, language: str) -> list[Button]:
    """Return buttons that mute what a story is of, for whoever wants less of it."""
    if rating.verdict is Verdict.MORE or rating.about.kind is Kind.DIGEST:
        return []
    commands = {
        TraitKind.TOPIC: "/mute topic:{}",
        TraitKind.SOURCE: '/mute source:"{}"',
        TraitKind.NAME: '/mute "{}"',
    }
    traits = (one.trait for one in rating.likings)
    buttons = (
        _fitting(
            label(language, "button-mute-trait", name=_name(trait, language)),
            commands[trait.kind].format(trait.name),
        )
        for trait in traits
    )
    return [button for button in buttons if button is not None][:_MOST_MUTES]


def _fitting(label: str, command: str) -> Button | None:
    """Return the button, its label cut if need be; None if it can't hold the command."""
    if not fits_button(command):
        return None
    return Button(label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…", command)


def _rows(buttons: Sequence[Button], in_a_row: int) -> list[Sequence[Button]]:
    return [buttons[start : start + in_a_row] for start in range(0, len(buttons), in_a_row)]
