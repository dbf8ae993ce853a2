"""A digest is one message, and what it has no room for is not told."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot import messages
from bot.messages.fit import fitted, fitted_headlines
from bot.messages.telegram_limits import parts, plain
from storage.model import (
    Attributed,
    Digest,
    DigestEntry,
    DigestState,
    Mention,
    Outlet,
    Reader,
    Sentence,
    Statement,
)
from tests.news import NOW

KYIV = ZoneInfo("Europe/Kyiv")
WORDS = "All 34 crew members are safe and the ship is under tow, the ministry said on Tuesday. "


def entry(number: int, *, sentences: int = 2, words: str = WORDS, outlets: int = 5) -> DigestEntry:
    """Return an entry as a digest of big stories has it."""
    address = f"https://coast-times.example/2026/11/a-title-in-an-address-{number}"
    return DigestEntry(
        story_id=number,
        title=f"Icebreaker {number} freed after nine days in the Kara Sea",
        url=address,
        sentences=tuple(Sentence(words.strip(), number, n) for n in range(sentences)),
        outlets=tuple(Outlet(f"Coast Times {n}", address) for n in range(outlets)),
        at=NOW,
        related=tuple(
            Mention(f"h{n}", "A headline nearby", address, "Post", words, in_story=True)
            for n in range(3)
        ),
    )


def told_digest(entries: tuple[DigestEntry, ...]) -> Digest:
    return Digest(
        id=123_456,
        chat_id=7,
        key="2026-11-24T08:00",
        created_at=NOW,
        state=DigestState.BUILT,
        entries=entries,
        stories=10_000,
        outlets=1_000,
    )


def shown(entries: tuple[DigestEntry, ...], zone: ZoneInfo = KYIV) -> list[str]:
    """Return the texts of the messages that the entries make."""
    digest = told_digest(entries)
    return [part.text for part in parts(messages.digest(digest, zone=zone, language="en"))]


def fit(*entries: DigestEntry) -> tuple[DigestEntry, ...]:
    return fitted(entries, reader=Reader(NOW, KYIV, "en"))


def test_what_fits_stays_as_it_is() -> None:
    five = tuple(entry(number) for number in range(1, 6))

    assert fit(*five) == five


def test_folded_parts_go_first_the_last_ones_before_the_first() -> None:
    ten = [entry(number) for number in range(1, 11)]

    told = fit(*ten)

    assert [len(one.sentences) for one in told] == [2] * 10
    folded = [bool(one.related) for one in told]
    assert folded == sorted(folded, reverse=True)
    assert folded[0]
    assert not folded[-1]
    assert len(shown(told)) == 1


def test_what_people_said_goes_before_the_rest_of_the_folded_part() -> None:
    quoted = Attributed(f"“{WORDS.strip()}”", "Coast Times", None, NOW, 1)
    said = tuple(Statement(quoted, f"Ana Torrel {n}") for n in range(3))
    five = [replace(entry(number, outlets=2), said=said) for number in range(1, 6)]

    told = fit(*five)

    assert [bool(one.related) for one in told] == [True] * 5
    assert not told[-1].said
    assert len(shown(told)) == 1


def test_then_the_longest_stories_are_told_in_fewer_sentences() -> None:
    told = fit(entry(1, sentences=1), *(entry(number, sentences=4) for number in range(2, 15)))

    assert len(told) == 14
    assert {len(one.sentences) for one in told[1:]} == {2, 3}
    assert not any(one.related for one in told)


def test_last_of_all_stories_are_left_to_the_next_message_that_is_asked_for() -> None:
    many = [entry(number, sentences=4, words=2 * WORDS) for number in range(1, 21)]

    told = fit(*many)

    assert [one.story_id for one in told] == list(range(1, len(told) + 1))
    assert 10 < len(told) < 20
    assert {len(one.sentences) for one in told} == {1}
    [text] = shown(told)
    assert f"{len(told)} · Icebreaker" in plain(text)


def test_a_very_long_sentence_costs_no_other_story() -> None:
    told = fit(entry(1, sentences=1, words=WORDS * 45), entry(2))

    assert [len(one.sentences) for one in told] == [0, 2]


def test_where_there_is_more_markup_than_telegram_takes_outlets_keep_their_bare_names() -> None:
    told = fit(*(entry(number, sentences=1, words="They wait.") for number in range(1, 21)))

    assert len(told) == 20
    assert {len(one.outlets) for one in told} == {5}
    assert not any(one.related for one in told)
    assert told[-1].outlets[0] == Outlet("Coast Times 0", None)
    assert len(shown(told)) == 1


def test_nothing_to_tell_is_nothing() -> None:
    assert fit() == ()


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            entry,
            st.integers(1, 10**9),
            sentences=st.integers(0, 4),
            words=st.text(min_size=1, max_size=400).filter(str.strip),
            outlets=st.integers(0, 9),
        ),
        max_size=20,
    )
)
def test_a_digest_is_one_message_and_tells_the_best_of_what_it_has_whole(
    entries: list[DigestEntry],
) -> None:
    told = fit(*entries)

    assert len(shown(told)) == 1
    assert bool(told) == bool(entries)
    for one, before in zip(told, entries, strict=False):
        assert one.sentences == before.sentences[: len(one.sentences)]
        assert replace(one, sentences=(), outlets=(), related=()) == replace(
            before, sentences=(), outlets=(), related=()
        )


def headline(number: int) -> DigestEntry:
    bare = entry(number, sentences=0, outlets=1)
    return replace(bare, title=f"Museum returns bronze bell {number}", related=())


BELOW = tuple(headline(number) for number in range(1, 6))


def test_headlines_stand_in_one_line_below_the_stories() -> None:
    below = (replace(BELOW[0], url=None), replace(BELOW[1], url=None, outlets=()))
    told = replace(told_digest((entry(1),)), headlines=below)
    linked = replace(told, headlines=BELOW)

    for language, ours in (("en", "Also in the headlines:"), ("de", "Weitere Schlagzeilen:")):
        text = messages.digest(told, zone=KYIV, language=language).text
        assert plain(text).split("\n\n")[-1] == (
            f"{ours} Museum returns bronze bell 1 (Coast Times 0) · Museum returns bronze bell 2"
        )
        text = messages.digest(linked, zone=KYIV, language=language).text
        assert f'<a href="{BELOW[1].url}">Museum returns bronze bell 2</a> (Coast' in text


def test_headlines_go_before_anything_of_the_stories_does() -> None:
    reader = Reader(NOW, KYIV, "en")
    lengths = []
    for count in range(1, 20):
        entries = tuple(entry(number) for number in range(1, count + 1))
        below = fitted_headlines(BELOW, entries, reader=reader)
        lengths.append(len(below))
        if below:
            assert fit(*entries) == entries
            told = replace(told_digest(entries), headlines=below)
            assert len(parts(messages.digest(told, zone=KYIV, language="en"))) == 1
    assert lengths[0] == 5
    assert lengths[-1] == 0
    assert lengths == sorted(lengths, reverse=True)
