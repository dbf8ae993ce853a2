"""Replies as the terminal shows them."""

from __future__ import annotations

import io
from datetime import timedelta

from markupsafe import Markup
from rich.console import Console

from bot.app import App
from bot.frontends.terminal.rendering import paint, show
from bot.frontends.terminal.shell import deliver_local
from bot.ingest.web.fetch import Fetcher
from bot.messages import Reply
from bot.messages.markup import bold, folded, italic, lines, link
from bot.settings import Settings
from bot.workers import Workers
from storage.model import LOCAL_CHAT, Button, DeliveryKind, File, Outgoing
from tests.news import NOW

FOLDED = Reply(lines(bold("A & B"), folded(lines("Also:", "• one", "• two"))))


def styled(text):
    """Return each styled stretch of a painted text with its style."""
    return {text.plain[span.start : span.end]: str(span.style) for span in text.spans}


def test_markup_becomes_styles_and_entities_become_characters():
    painted = paint(
        Reply(lines(bold("A <b> & B"), italic("soft"), link("here", "https://a.example"))),
        language="en",
    )
    assert painted.plain == "A <b> & B\nsoft\nhere"
    assert styled(painted)["A <b> & B"] == "bold"
    assert "italic" in styled(painted)["soft"]
    assert "link https://a.example" in styled(painted)["here"]


def test_a_folded_part_shows_its_first_line_and_how_many_more_there_are():
    assert paint(FOLDED, language="en").plain == "A & B\n▸ Also: (2 folded: type + to unfold)"


def test_a_german_reads_how_to_unfold():
    assert paint(FOLDED, language="de").plain == "A & B\n▸ Also: (2 eingeklappt: + klappt auf)"


def test_an_unfolded_part_shows_all():
    assert paint(FOLDED, language="en", unfold=True).plain == "A & B\nAlso:\n• one\n• two"


def test_buttons_are_numbered_choices():
    reply = Reply(Markup("x"), ((Button("Related", "/related 1"), Button("2", "/story s2")),))
    assert paint(reply, language="en").plain == "x\n[1] Related  [2] /story s2"


def test_a_pipe_gets_plain_text_in_long_lines():
    printed = io.StringIO()
    console = Console(file=printed, width=20)
    show(Reply(Markup("<b>{}</b>").format("word " * 20)), console, language="en")
    assert printed.getvalue() == "word " * 20 + "\n\n"


def test_a_file_is_printed_below_the_text_as_it_is():
    printed = io.StringIO()
    console = Console(file=printed, width=20)
    content = '<opml text="[b]">' + "x" * 30
    show(Reply(Markup("Here:"), file=File("a.opml", content.encode())), console, language="en")
    assert printed.getvalue() == f"Here:\n{content}\n\n"


def test_a_file_that_is_no_text_is_saved_and_replaces_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for content, name in ((b"PK\0one", "d1.epub"), (b"PK\0two", "d1-2.epub")):
        printed = io.StringIO()
        show(
            Reply(Markup("d1"), file=File("d1.epub", content)), Console(file=printed), language="en"
        )
        assert printed.getvalue() == f"d1\nSaved as {name}\n\n"
        assert (tmp_path / name).read_bytes() == content


def test_a_file_that_cannot_be_saved_is_said_to_be(tmp_path, monkeypatch):
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    printed = io.StringIO()
    file = File("no/such/folder.epub", b"PK\0")
    show(Reply(Markup("d1"), file=file), Console(file=printed), language="en")
    assert "can't be saved here: No such file or directory" in printed.getvalue()


async def test_what_waits_for_the_terminal_is_printed_once_and_nothing_else(store):
    app = App(
        settings=Settings(),
        store=store,
        fetcher=Fetcher(user_agent="test"),
        workers=Workers(),
        clock=lambda: NOW,
    )
    messages = [
        Outgoing(LOCAL_CHAT, DeliveryKind.DIGEST, "a", "<b>Morning</b> digest"),
        Outgoing(7, DeliveryKind.DIGEST, "b", "for Telegram"),
    ]
    async with store.write() as tx:
        await tx.outbox.add(messages, due_at=NOW - timedelta(minutes=1))
    printed = io.StringIO()
    console = Console(file=printed, width=80)

    assert await deliver_local(app, console) == 1
    assert await deliver_local(app, console) == 0
    assert printed.getvalue() == "Morning digest\n\n"
