"""Who decides about a group or channel: asked of Telegram, each time."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.errors import NotChatAdminError
from bot.frontends.telegram.answer import is_chat_admin
from tests.botapi import BotApi, Kind
from tests.telegram_bot import ADMIN, GROUP, READER, connected_bot


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    api.say(GROUP, READER, "/start")
    api.say(READER, READER, "/start")
    async with connected_bot(api, read_seconds=0.3) as bot:
        yield bot


async def test_the_owner_and_admins_are_admins_and_members_are_not(api: BotApi, bot: Bot) -> None:
    api.own(GROUP, 11)
    api.promote(GROUP, 12)

    asked = {user: await is_chat_admin(bot, chat_id=GROUP, user_id=user) for user in (11, 12)}

    assert asked == {11: True, 12: True}
    assert not await is_chat_admin(bot, chat_id=GROUP, user_id=READER)


async def test_who_is_not_in_the_chat_is_no_admin(bot: Bot) -> None:
    assert not await is_chat_admin(bot, chat_id=GROUP, user_id=404)


async def test_who_was_an_admin_is_none_any_more(api: BotApi, bot: Bot) -> None:
    api.promote(GROUP, READER)
    before = await is_chat_admin(bot, chat_id=GROUP, user_id=READER)
    api.demote(GROUP, READER)

    assert (before, await is_chat_admin(bot, chat_id=GROUP, user_id=READER)) == (True, False)


async def test_an_admin_of_the_bot_is_none_of_the_group(bot: Bot) -> None:
    assert not await is_chat_admin(bot, chat_id=GROUP, user_id=ADMIN)


async def test_where_telegram_does_not_say_nobody_is_refused_for_good(
    api: BotApi, bot: Bot
) -> None:
    api.world.chat(GROUP).hides_members = True

    with pytest.raises(NotChatAdminError) as caught:
        await is_chat_admin(bot, chat_id=GROUP, user_id=READER)

    assert not caught.value.is_known


@pytest.mark.parametrize(
    "kind", [Kind.ERROR_BEFORE, Kind.DROP_BEFORE, Kind.HANG, Kind.GARBAGE, Kind.TOO_MANY]
)
async def test_a_failure_is_no_answer_either(api: BotApi, bot: Bot, kind: Kind) -> None:
    api.faults.next("getChatMember", kind)

    with pytest.raises(NotChatAdminError) as caught:
        await is_chat_admin(bot, chat_id=GROUP, user_id=READER)

    assert not caught.value.is_known
