"""One command is run, whatever happens, and answered once."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from markupsafe import Markup

from bot.app import App
from bot.commands.request import Audience, Command, Conversation, Request, dispatch
from bot.errors import UsageError
from bot.ingest.web.fetch import Fetcher
from bot.messages import Reply
from bot.settings import Access, Settings
from bot.workers import Workers
from storage import StorageError
from storage.model import Kind, Ref
from tests.news import NOW

DONE = Reply(Markup("done"))
ARTICLE = Ref(Kind.ARTICLE, 1)


async def reads(_request, _app, _):
    """Answer without changing anything."""
    return DONE


async def writes(request, app, conversation):
    """Change something, and answer within the same transaction."""
    async with app.store.write() as tx:
        await tx.readings.record(request.chat_id, ARTICLE, now=NOW)
        return await conversation.answer(tx, DONE)


async def fails_after_answering(request, app, conversation):
    """Fail while the transaction is open."""
    async with app.store.write() as tx:
        await tx.readings.record(request.chat_id, ARTICLE, now=NOW)
        await conversation.answer(tx, DONE)
        raise ZeroDivisionError


async def is_typed_wrong(_request, _app, _):
    """Refuse the arguments."""
    raise UsageError("nothing-to-search")


async def finds_the_database_gone(_request, _app, _):
    """Fail as the database does."""
    raise StorageError("gone")


def row(name, run, audience=Audience.EVERYONE):
    return Command(name, audience, run)


COMMANDS = {
    command.name: command
    for command in (
        row("reads", reads),
        row("writes", writes),
        row("fails", fails_after_answering),
        row("search", is_typed_wrong),
        row("gone", finds_the_database_gone),
        row("admin", reads, Audience.ADMINS),
        row("open", reads, Audience.ANYONE),
    )
}


@pytest.fixture
def app(store):
    return App(
        settings=Settings(),
        store=store,
        fetcher=Fetcher(user_agent="test"),
        workers=Workers(),
        clock=lambda: NOW,
    )


@pytest.fixture
def stored():
    """Answers that were stored with their effects."""
    return []


@pytest.fixture
def ask(app, stored):
    """Return a function that dispatches a command of a reader's."""

    async def store(_tx, reply):
        stored.append(str(reply.text))

    async def ask(name, *, settings=None, **facts):
        request = Request(chat_id=7, user_id=7, key="k", name=name, **facts)
        asked = app if settings is None else replace(app, settings=settings)
        return str((await dispatch(request, asked, COMMANDS, Conversation(store=store))).text)

    return ask


async def has_effect(store):
    async with store.read() as tx:
        return await tx.readings.has(7, ARTICLE)


@pytest.mark.parametrize("name", ["reads", "writes"])
async def test_an_answer_is_stored_once(ask, stored, name):
    assert await ask(name) == "done"
    assert stored == ["done"]


async def test_what_fails_leaves_no_effect_and_one_answer(ask, stored, store, caplog):
    with caplog.at_level(logging.ERROR):
        answer = await ask("fails")
    assert answer.startswith("Something went wrong here.")
    assert stored[-1] == answer
    assert not await has_effect(store)
    assert "ZeroDivisionError" in caplog.text


async def test_an_effect_is_kept_with_its_answer(ask, store):
    await ask("writes")
    assert await has_effect(store)


async def test_a_failing_database_is_not_answered_but_left_for_later(ask, stored):
    with pytest.raises(StorageError):
        await ask("gone")
    assert stored == []


async def test_wrong_arguments_get_the_usage_line(ask):
    assert await ask("search") == (
        "Say what to look for.\nUsage: /search &lt;words&gt;\n"
        "Example: /search tariffs OR &#34;digital tax&#34;"
    )


@pytest.mark.parametrize(
    ("name", "is_admin", "expected"),
    [
        pytest.param("admin", True, "done", id="admin"),
        pytest.param("admin", False, "/admin is for admins.", id="reader"),
        pytest.param("nothing", False, "There is no command /nothing.", id="unknown"),
    ],
)
async def test_rights_are_checked_before_anything_is_run(ask, name, is_admin, expected):
    assert (await ask(name, is_admin=is_admin)).startswith(expected)


@pytest.mark.parametrize(
    ("name", "is_admin", "expected"),
    [
        pytest.param("reads", False, "This bot is private.", id="command"),
        pytest.param("nothing", False, "This bot is private.", id="unknown command"),
        pytest.param("open", False, "done", id="for anyone"),
        pytest.param("reads", True, "done", id="admin"),
    ],
)
async def test_a_closed_bot_answers_strangers_with_how_to_get_in(ask, name, is_admin, expected):
    closed = replace(Settings(), access=Access.LISTED)
    assert (await ask(name, settings=closed, is_admin=is_admin)).startswith(expected)
