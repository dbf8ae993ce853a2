"""What updates mean: read from what the strict server hands out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from telegram import Update

from bot.commands.request import CommandLine
from bot.frontends.telegram.updates import (
    ANONYMOUS_ADMIN,
    Asked,
    Back,
    Event,
    Left,
    Migrated,
    SentFile,
    chat_of,
    coarse,
    read_update,
)
from tests.botapi import BOT_NAME, BotApi

READER = 7
GROUP = -70
SUPERGROUP = -1_000_000_000_070
CHANNEL = -1_000_000_000_071


def meant(happens: Callable[[BotApi], object], **facts: Any) -> Event | None:
    """Return what the last update means after `happens`, its message changed by `facts`."""
    people = BotApi()
    happens(people)
    update = people.updates.waiting[-1]
    if facts:
        update["message"] |= facts
    return read_update(Update.de_json(update), bot_name=BOT_NAME)


def said(text: str, *, chat: int = READER, **facts: Any) -> Event | None:
    """Return what it means when the reader says `text`."""
    return meant(lambda people: people.say(chat, READER, text), **facts)


def line_of(event: Event | None) -> CommandLine | None:
    """Return what is asked for."""
    return event.line if isinstance(event, Asked) else None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("/help", CommandLine("help"), id="command"),
        pytest.param(f"/Help@{BOT_NAME.upper()} a b", CommandLine("help", "a b"), id="to this bot"),
        pytest.param("/help@another_bot", None, id="to another bot"),
        pytest.param(
            "/ingest a\nTitle\n\nBody", CommandLine("ingest", "a", "Title\n\nBody"), id="text"
        ),
        pytest.param(
            "see https://a.example/b",
            CommandLine("summary", "https://a.example/b", is_typed=False),
            id="link",
        ),
        pytest.param("two words", CommandLine("search", "two words", is_typed=False), id="words"),
        pytest.param(
            "word " * 61,
            CommandLine("summary", text=("word " * 61).strip(), is_typed=False),
            id="article",
        ),
    ],
)
def test_what_is_typed_in_private_is_read_as_the_terminal_reads_it(
    text: str, line: CommandLine | None
) -> None:
    assert line_of(said(text)) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("/help", CommandLine("help"), id="command"),
        pytest.param("see https://a.example/b", None, id="link"),
        pytest.param("two words", None, id="words"),
    ],
)
def test_in_groups_only_commands_are_meant_for_the_bot(text: str, line: CommandLine | None) -> None:
    assert line_of(said(text, chat=GROUP)) == line


def test_who_asks_is_the_person_not_the_chat() -> None:
    assert meant(lambda people: people.say(GROUP, READER, "/help")) == Asked(
        chat_id=GROUP, user_id=READER, line=CommandLine("help"), is_private=False
    )


def test_an_anonymous_admin_is_nobody_in_particular() -> None:
    anonymous = {"id": ANONYMOUS_ADMIN, "is_bot": True, "first_name": "Group"}

    event = said("/help", chat=GROUP, **{"from": anonymous})

    assert isinstance(event, Asked)
    assert event.user_id == ANONYMOUS_ADMIN


@pytest.mark.parametrize(
    "sender",
    [
        pytest.param({"id": 9, "is_bot": True, "first_name": "Bot"}, id="a bot"),
        pytest.param(None, id="a channel"),
    ],
)
def test_what_no_person_says_is_nothing_to_the_bot(sender: dict[str, Any] | None) -> None:
    event = meant(lambda people: people.say(READER, READER, "/help"), **{"from": sender})

    assert event is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("/remove 12", None, id="command"),
        pytest.param(
            "https://a.example/b",
            CommandLine("summary", "https://a.example/b", is_typed=False),
            id="link",
        ),
    ],
)
def test_a_forwarded_command_was_typed_by_somebody_else(
    text: str, line: CommandLine | None
) -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}

    assert line_of(said(text, forward_origin=origin)) == line


def test_who_writes_in_the_groups_name_is_one_of_its_admins() -> None:
    anonymous = {"id": ANONYMOUS_ADMIN, "is_bot": True, "first_name": "Group"}
    group = {"id": GROUP, "type": "group", "title": "Group"}
    other = {"id": GROUP - 1, "type": "channel", "title": "Other"}

    own = said("/help", chat=GROUP, sender_chat=group, **{"from": anonymous})
    linked = said("/help", chat=GROUP, sender_chat=other, **{"from": anonymous})

    assert isinstance(own, Asked)
    assert isinstance(linked, Asked)
    assert (own.is_chat_itself, linked.is_chat_itself) == (True, False)


def test_a_channel_speaks_in_its_own_name() -> None:
    assert meant(lambda people: people.post(CHANNEL, "/subscribe 8:00")) == Asked(
        chat_id=CHANNEL,
        user_id=CHANNEL,
        line=CommandLine("subscribe", "8:00"),
        is_private=False,
        is_channel=True,
        is_chat_itself=True,
    )


@pytest.mark.parametrize("text", ["two words", "https://a.example/b", "/help@another_bot"])
def test_what_a_channel_tells_its_readers_is_nothing_to_the_bot(text: str) -> None:
    assert meant(lambda people: people.post(CHANNEL, text)) is None


def test_a_shared_location_tells_the_zone() -> None:
    event = meant(lambda people: people.share_location(READER, READER, 50.45, 30.52))
    in_group = meant(lambda people: people.share_location(GROUP, READER, 50.45, 30.52))

    assert line_of(event) == CommandLine("settings", "zone 50.45 30.52", is_typed=False)
    assert in_group is None


def test_a_shared_location_is_kept_to_a_kilometre() -> None:
    people = BotApi()
    people.share_location(READER, READER, 50.450123, 30.523456)
    shared = people.updates.waiting[-1]
    shared["message"]["venue"] = {"title": "Home"}

    kept = coarse(shared)

    assert kept["message"]["location"] == {"latitude": 50.45, "longitude": 30.52}
    assert "venue" not in kept["message"]
    people.say(READER, READER, "/help")
    other = people.updates.waiting[-1]
    assert coarse(other) == other


def test_the_readers_language_is_what_telegram_speaks() -> None:
    people = BotApi()
    people.languages[READER] = "pt-br"
    message = people.say(READER, READER, "/help")
    people.forge_press(message, "/help")

    events = [
        read_update(Update.de_json(update), bot_name=BOT_NAME) for update in people.updates.waiting
    ]

    assert [event.language for event in events if isinstance(event, Asked)] == ["pt-br"] * 2


def test_an_answer_refers_to_its_message_and_quotes_it() -> None:
    def answer(people: BotApi) -> None:
        people.reply(people.say(READER, READER, "first words"), "/related")

    event = meant(answer)

    assert isinstance(event, Asked)
    assert (event.refers_to, event.quoted) == (1, "first words")


def test_a_selected_quote_counts_more_than_the_whole_message() -> None:
    def answer(people: BotApi) -> None:
        people.reply(people.say(READER, READER, "first words"), "/related")

    event = meant(answer, quote={"text": "words", "position": 6})

    assert isinstance(event, Asked)
    assert event.quoted == "words"


def test_a_forum_topic_is_kept_but_a_thread_of_answers_is_none() -> None:
    topic = said("/help", chat=GROUP, message_thread_id=5, is_topic_message=True)
    thread = said("/help", chat=GROUP, message_thread_id=5)

    assert isinstance(topic, Asked)
    assert isinstance(thread, Asked)
    assert (topic.thread_id, thread.thread_id) == (5, None)


@pytest.mark.parametrize(
    ("caption", "line"),
    [
        pytest.param("", CommandLine("summary", is_typed=False), id="alone"),
        pytest.param("/ingest", CommandLine("ingest"), id="with a command"),
    ],
)
def test_a_file_is_to_be_read(caption: str, line: CommandLine) -> None:
    event = meant(
        lambda people: people.send_document(READER, READER, "a.txt", b"content", caption=caption)
    )

    assert isinstance(event, Asked)
    assert (event.line, event.file) == (line, SentFile("file-1", "a.txt", 7))


def test_a_list_of_feeds_is_to_be_taken_over() -> None:
    event = meant(lambda people: people.send_document(READER, READER, "Feeds.OPML", b"<opml/>"))

    assert isinstance(event, Asked)
    assert event.line == CommandLine("addsource", is_typed=False)


def test_a_button_is_the_command_line_on_it() -> None:
    def press(people: BotApi) -> None:
        people.forge_press(people.say(GROUP, 9, "hello"), "/more 12", user=READER)

    assert meant(press) == Asked(
        chat_id=GROUP,
        user_id=READER,
        line=CommandLine("more", "12"),
        is_private=False,
        refers_to=1,
        press_id="1",
    )


@pytest.mark.parametrize("data", ["words", "", "https://a.example/"])
def test_a_forged_button_without_a_command_is_nothing(data: str) -> None:
    assert meant(lambda people: people.forge_press(people.say(7, 7, "a"), data)) is None


def test_leaving_and_coming_back_are_told_at_once() -> None:
    def leave(people: BotApi) -> None:
        people.block(READER)

    def come_back(people: BotApi) -> None:
        people.block(READER)
        people.unblock(READER)

    assert meant(leave) == Left(READER)
    assert meant(come_back) == Back(READER)
    assert meant(lambda people: people.kick(GROUP, READER)) == Left(GROUP)


def test_a_group_that_became_a_supergroup_is_told_by_both() -> None:
    people = BotApi()
    people.migrate(GROUP, SUPERGROUP)

    assert [
        read_update(Update.de_json(update), bot_name=BOT_NAME) for update in people.updates.waiting
    ] == [Migrated(GROUP, SUPERGROUP)] * 2


def test_kinds_that_nobody_asked_for_are_nothing() -> None:
    people = BotApi()
    people.say(READER, READER, "/help")
    update = people.updates.waiting[-1]
    update["edited_message"] = update.pop("message")

    assert read_update(Update.de_json(update), bot_name=BOT_NAME) is None


def test_updates_are_ordered_by_their_chat() -> None:
    people = BotApi()
    message = people.say(GROUP, READER, "hello")
    people.forge_press(message, "/more", user=READER)
    people.block(READER)
    poll = {"update_id": 1, "poll": {"id": "1"}}

    assert [chat_of(update) for update in [*people.updates.waiting, poll]] == [
        GROUP,
        GROUP,
        READER,
        0,
    ]


LINKED = {"type": "text_link", "offset": 0, "length": 4, "url": "https://coast-times.example/ice"}
CHANNEL_LINK = {"type": "text_link", "offset": 5, "length": 4, "url": "https://t.me/coasttimes"}


@pytest.mark.parametrize(
    ("text", "entities", "line"),
    [
        pytest.param(
            "This news",
            [LINKED],
            CommandLine("summary", "https://coast-times.example/ice", is_typed=False),
            id="under words",
        ),
        pytest.param(
            "This news and https://a.example/b",
            [LINKED],
            CommandLine(
                "summary", "https://a.example/b https://coast-times.example/ice", is_typed=False
            ),
            id="beside another",
        ),
        pytest.param(
            "This news",
            [LINKED, CHANNEL_LINK],
            CommandLine("summary", "https://coast-times.example/ice", is_typed=False),
            id="not the channel's own",
        ),
        pytest.param(
            "/ingest",
            [LINKED],
            CommandLine("ingest", "https://coast-times.example/ice"),
            id="behind a command",
        ),
        pytest.param(
            "/search ferry", [LINKED], CommandLine("search", "ferry"), id="words that are sought"
        ),
        pytest.param(
            "word " * 61,
            [LINKED],
            CommandLine("summary", text=("word " * 61).strip(), is_typed=False),
            id="within a pasted article",
        ),
    ],
)
def test_links_under_words_are_links(text, entities, line):
    assert line_of(said(text, entities=entities)) == line


def test_links_under_the_words_of_an_answered_message_are_quoted():
    answered = {
        "message_id": 1,
        "date": 0,
        "chat": {"id": READER, "type": "private"},
        "from": {"id": 9, "is_bot": False, "first_name": "Ana"},
        "text": "This news",
        "entities": [LINKED],
    }
    event = said("/summary", reply_to_message=answered)
    assert isinstance(event, Asked)
    assert event.quoted == "This news https://coast-times.example/ice"
