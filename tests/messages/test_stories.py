"""A story as a reader sees it: what is said, who said it when, and what each adds."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import messages
from storage.model import Attributed, Difference, Reader, Related, Sentence, Statement
from tests.news import NOW, article, headline, story

READER = Reader(now=NOW, zone=ZoneInfo("Europe/Kyiv"), language="en")
GERMAN = replace(READER, language="de")
FREED = Sentence("It is free.", 1, 0)


def text_of(found, **said) -> str:
    return str(messages.story(found, [FREED], reader=READER, **said).text)


def test_a_story_tells_its_summary_and_then_who_told_it_first_one_first():
    found = story(
        9,
        article(1, "A ship", hours=1, site="Coast Times"),
        article(2, "A <ship>", hours=3, site="Northern Wire"),
        headline(2, "A tow", hours=2, site="Post"),
    )
    assert text_of(found) == (
        "<b>A ship</b>\n"
        "s9 · 3 items · 3 sources · since today, 08:00\n"
        "\n"
        "• It is free.\n"
        "\n"
        "<blockquote expandable><b>Who told it, first to last</b>\n"
        "• A &lt;ship&gt; · Northern Wire · today, 05:00 · 2\n"
        "• A tow · Post · today, 06:00 · h2\n"
        "• A ship · Coast Times · today, 07:00 · 1</blockquote>"
    )


def test_a_story_is_told_in_german():
    original = article(1, "A ship", hours=2, site="Northern Wire")
    copies = [
        replace(article(number, site=f"Blatt {number}"), copy_of=original.ref)
        for number in range(2, 9)
    ]
    found = story(9, original, *copies, article(9, "A tow", hours=1, site="Post"))
    adds = [Sentence("The rudder is gone.", 9, 4)]

    reply = messages.story(found, [FREED], reader=GERMAN, adds=adds)

    assert reply.text == (
        "<b>A ship</b>\n"
        "s9 · 9 Beiträge · 9 Quellen · seit heute, 08:00\n"
        "\n"
        "• It is free.\n"
        "\n"
        "<blockquote expandable><b>Wer darüber berichtet hat, von Anfang an</b>\n"
        "• A ship · Northern Wire · heute, 06:00 · 1\n"
        "   auch bei: Blatt 2, Blatt 3, Blatt 4, Blatt 5, Blatt 6 und 2 weiteren\n"
        "• A tow · Post · heute, 07:00 · 9\n"
        "   neu darin: <i>The rudder is gone.</i></blockquote>"
    )
    assert reply.buttons[0][0].label == "Verwandtes"


def test_what_a_report_adds_stands_below_it():
    found = story(9, article(1, hours=2), article(2, hours=1))
    adds = [Sentence("The rudder <is> gone.", 2, 4)]

    assert text_of(found, adds=adds).endswith(
        "today, 07:00 · 2\n   adds: <i>The rudder &lt;is&gt; gone.</i></blockquote>"
    )


def test_where_reports_differ_and_who_said_what_stands_above_who_told_it():
    one, other = (Attributed(f"{n} houses.", f"Paper {n}", None, NOW, n) for n in (340, 500))
    quoted = Attributed("“We hear knocking”", "Post", None, NOW, 1)

    text = text_of(
        story(9, article(1), article(2, hours=2)),
        differs=[Difference(one, other)],
        said=[Statement(quoted, "Ana Torrel, fire chief")],
    )

    assert (
        "<blockquote expandable><i>They differ:</i>\n"
        "• 340 houses. (Paper 340, 08:00)\n"
        "• 500 houses. (Paper 500, 08:00)\n"
        "<i>Said:</i>\n"
        "• “We hear knocking” — Ana Torrel, fire chief (Post)</blockquote>\n"
        "<blockquote expandable><b>Who told it, first to last</b>"
    ) in text


def test_a_copy_is_told_once_with_where_else_it_stands():
    original = article(1, "A ship", hours=2, site="Northern Wire")
    url = "https://post.example/ship"
    copy = replace(article(2, hours=1, site="Post & Co", url=url), copy_of=original.ref)
    found = story(9, original, copy)

    text = text_of(found)
    assert text.endswith(f'today, 06:00 · 1\n   also at: <a href="{url}">Post &amp; Co</a>')
    assert "2 items · 2 sources" in text


def test_a_copy_whose_original_is_in_another_story_is_told_itself():
    strayed = replace(article(2, "Strayed"), copy_of=article(1).ref)

    assert "• Strayed" in text_of(story(9, strayed))


def test_of_many_copies_a_few_are_named():
    original = article(1, hours=2)
    copies = [
        replace(article(number, site=f"Paper {number}"), copy_of=original.ref)
        for number in range(2, 12)
    ]
    assert "also at: Paper 2, Paper 3, Paper 4, Paper 5, Paper 6 and 5 more" in text_of(
        story(9, original, *copies)
    )


def test_of_many_reports_the_first_are_listed():
    found = story(9, *(article(number, hours=30 - number) for number in range(1, 26)))

    text = text_of(found)
    assert text.endswith("· 12\n<i>and 13 more</i></blockquote>")


def test_what_is_near_comes_last():
    near = [Related(headline(8, "Second channel opened"), ("Kara",), (), score=1, in_story=False)]

    assert text_of(story(9, article(1)), near=near).endswith(
        "\n\n<b>Related</b>\n• Second channel opened · Coast Times · today · h8"
    )


def test_each_sentence_names_its_outlet_if_they_come_from_several():
    found = story(9, article(1, hours=2), article(2, hours=1, site="Northern Wire"))
    sentences = [FREED, Sentence("All are safe.", 2, 1)]

    text = str(messages.story(found, sentences, reader=READER).text)
    assert "• It is free. (<i>Coast Times</i>)\n• All are safe. (<i>Northern Wire</i>)" in text


def test_a_merged_story_says_what_it_is_now():
    found = story(9, article(1, "A ship"), article(2))
    reply = messages.merged(found, ended="s12", undo="/split s9 2", language="en")
    assert reply.text == "Merged s12 into <b>s9</b>: 2 items."
    assert [[button.command for button in row] for row in reply.buttons] == [
        ["/story s9", "/split s9 2"]
    ]


def test_a_split_story_says_both_ids():
    reply = messages.split(
        story(12, article(1)), new=story(15, article(2, "A <tow>")), language="en"
    )
    assert reply.text == "Took 1 item out of s12. It is now <b>s15</b>: A &lt;tow&gt;"
    assert [[button.command for button in row] for row in reply.buttons] == [
        ["/story s15", "/merge s12 s15"]
    ]


def test_what_was_left_out_is_a_line_each_with_a_button():
    left = [
        story(7, article(1, "A <ship>", site="A"), article(2, site="B")),
        story(8, headline(3, "A tow", site="Post")),
    ]
    reply = messages.missed(left, reader=READER)
    assert reply.text == (
        "<b>Not in your digests</b>\n"
        "• A &lt;ship&gt; · 2 sources · today · s7\n"
        "• A tow · Post · today · s8"
    )
    assert [[button.command for button in row] for row in reply.buttons] == [
        ["/story s7", "/story s8"]
    ]
