"""Cutting replies into messages, and reading markup back as text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from bot.messages import Reply
from bot.messages.telegram_limits import parts, plain
from storage.model import Button, File
from tests.botapi.entities import utf16_length
from tests.botapi.limits import formatted

BUTTONS = ((Button("More", "/more 1"),),)


def reply_of(markup: str) -> Reply:
    return Reply(Markup(markup), BUTTONS)  # noqa: S704 - tests write markup by hand


def texts(markup: str) -> list[str]:
    return [str(part.text) for part in parts(reply_of(markup))]


def test_what_fits_is_one_message_as_it_is() -> None:
    reply = reply_of('<b>A</b> &amp; <a href="https://a.example/">b</a>\n')

    assert parts(reply) == (reply,)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("", id="empty"),
        pytest.param("<b>\n</b> ", id="space"),
        pytest.param("\u2800\u200b\u3000", id="invisible characters"),
    ],
)
def test_a_reply_with_nothing_to_read_is_no_message(markup: str) -> None:
    assert parts(reply_of(markup)) == ()


def test_buttons_and_file_come_with_the_last_part_and_the_item_belongs_to_each() -> None:
    file = File("a.txt", b"a")
    reply = replace(reply_of("word " * 1000), about="s4", file=file)

    first, last = parts(reply)

    assert (first.buttons, last.buttons) == ((), BUTTONS)
    assert (first.file, last.file) == (None, file)
    assert (first.about, last.about) == ("s4", "s4")


@pytest.mark.parametrize(
    ("before", "between", "after"),
    [
        pytest.param("A b. C d\ne. " * 200, "\n\n", "f " * 2000, id="paragraphs"),
        pytest.param("a b. C d " * 300, "\n", "f " * 2000, id="lines"),
        pytest.param("a " * 1500 + "b.", " ", "f " * 2000, id="sentences"),
        pytest.param("a " * 1500 + "b", " ", "f" * 4000, id="words"),
    ],
)
def test_the_best_cut_comes_first(before: str, between: str, after: str) -> None:
    assert texts(before.strip() + between + after)[0] == before.strip()


def test_a_cut_far_from_the_end_is_no_good_cut() -> None:
    assert texts("a\n\n" + "b" * 5000) == ["a\n\n" + "b" * 4093, "b" * 907]


def test_open_tags_are_closed_at_the_cut_and_opened_again() -> None:
    folded = "<blockquote expandable>" + "a " * 2047 + "<i>b c</i></blockquote>"

    assert texts(folded) == [
        "<blockquote expandable>" + ("a " * 2047).strip() + "</blockquote>",
        "<blockquote expandable><i>b c</i></blockquote>",
    ]


def test_a_link_is_kept_whole() -> None:
    link = '<a href="https://a.example/?b=1&amp;c=2">two words</a>'

    assert texts(f"{'a' * 4090} {link}") == ["a" * 4090, link]


def test_what_looks_like_a_reference_across_a_tag_stays_text() -> None:
    assert texts("&amp;<b>lt;</b>") == ["&amp;<b>lt;</b>"]


def test_references_are_never_cut() -> None:
    assert texts("&amp;" * 4097) == ["&amp;" * 4096, "&amp;"]


def test_units_are_counted_as_telegram_counts_them() -> None:
    assert texts("😀" * 2049) == ["😀" * 2048, "😀"]


@pytest.mark.parametrize(
    "character",
    [
        pytest.param("👍🏽", id="skin tone"),
        pytest.param("👩‍🚀", id="joined"),
        pytest.param("e\u0301", id="accent"),
        pytest.param("☀\ufe0f", id="variant"),
    ],
)
def test_visible_characters_are_not_taken_apart(character: str) -> None:
    first, last = texts("a" * 4095 + character)

    assert (first, last) == ("a" * 4095, character)


def test_the_hundred_and_first_entity_goes_to_the_next_part() -> None:
    assert [text.count("<b>") for text in texts("<b>a</b> " * 101)] == [100, 1]


def test_long_addresses_count_towards_the_size_of_the_source() -> None:
    link = '<a href="https://a.example/{}">b</a> '.format("c" * 2000)

    assert [len(formatted(text, "HTML").entities) for text in texts(link * 20)] == [16, 4]


def test_foreign_and_broken_tags_are_left_out() -> None:
    assert texts("<u>a</u> <b>b <i>c</b> d <3") == ["a <b>b <i>c</i></b> d &lt;3"]
    assert texts("a <3") == ["a &lt;3"]
    assert texts("<b>a") == texts("<b>a</b></i>") == ["<b>a</b>"]


def test_plain_text_shows_where_links_lead() -> None:
    markup = (
        '<b>A &lt; B</b>, <a href="https://a.example/?c=1&amp;d=2">c</a> '
        '<a href="https://a.example/">https://a.example/</a>'
    )

    assert plain(markup) == "A < B, c (https://a.example/?c=1&d=2) https://a.example/"


def _tagged(inner: st.SearchStrategy[Markup]) -> st.SearchStrategy[Markup]:
    tags = st.sampled_from(
        [
            Markup("<b>{}</b>"),
            Markup("<i>{}</i>"),
            Markup("<code>{}</code>"),
            Markup("<blockquote expandable>{}</blockquote>"),
            Markup('<a href="https://a.example/?b=1&amp;c=%22">{}</a>'),
        ]
    )
    return st.builds(lambda tag, text: tag.format(text), tags, inner)


# Letters of one, two and four bytes, what must be escaped, joined emoji, spaces of all kinds.
_ALPHABET = st.one_of(
    st.sampled_from("a.&<>\"' \n\t\u00a0\u200b\u2800😀👩\u200d🚀é\u0301"),
    st.characters(exclude_categories=["Cs"]),
)
_RUNS = st.builds(
    lambda text, times: Markup.escape(text * times),
    st.text(_ALPHABET, max_size=12),
    st.sampled_from([1, 30, 600]),
)
_PIECES = st.recursive(
    _RUNS,
    lambda inner: st.one_of(
        _tagged(inner), st.lists(inner, max_size=6).map(lambda some: Markup().join(some))
    ),
    max_leaves=12,
)
_REPLIES = st.builds(lambda text: Reply(text, BUTTONS), _PIECES)


@settings(deadline=None)
@given(_REPLIES)
def test_every_part_is_a_message_that_telegram_takes(reply: Reply) -> None:
    for part in parts(reply):
        shown = formatted(part.text, "HTML")
        assert utf16_length(shown.text) <= 4096
        assert [loss for loss in shown.losses if loss.startswith("entity")] == []


@settings(deadline=None)
@given(_REPLIES)
def test_nothing_but_space_is_lost_at_the_cuts(reply: Reply) -> None:
    shown = "".join(plain(_without_links(part.text)) for part in parts(reply))

    assert _ink(shown) == _ink(plain(_without_links(reply.text)))


def _without_links(markup: Markup) -> str:
    return re.sub("</?a[^>]*>", "", markup)


def _ink(text: str) -> str:
    return re.sub(
        "[\\s\x00-\x1f\u00a0\u0333\u033f\u030a\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f"
        "\u2800\u3000\ufeff\ufffc\U000e0000-\U000e007f]",
        "",
        text,
    )


@settings(deadline=None)
@given(_REPLIES)
def test_parts_fit_as_they_are(reply: Reply) -> None:
    once = parts(reply)

    assert [parts(part) for part in once] == [(replace(part),) for part in once]
