"""Groups, channels and shared places, through the strict server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app import tick as do_what_is_due
from tests.telegram_bot import ADMIN, GROUP, READER
from tests.walks.pages import ICE_TITLE, NEWS_PAGE
from tests.walks.test_telegram import bot_on, talk

OWNER = 11
CHANNEL = -1_000_000_000_071
TOPIC = 5

SUBSCRIBE = "/subscribe 7:30 18:00 weekdays Europe/Kyiv"
SUBSCRIBED = "on weekdays at 07:30 and 18:00 (Europe/Kyiv)"


@pytest.fixture
async def telegram(api, database_url, workers):
    """The whole bot, on the strict server; what is due is done by the test."""
    async with bot_on(api, database_url("sqlite"), workers) as app:
        yield app


async def answers(api, chat, count):
    """Return the texts of the chat's answers as soon as there are so many."""
    return [message.text for message in await api.wait_for(chat, count)]


async def let_it_be_due(app, chat):
    """Let the chat's next digest be due, and build it."""
    async with app.store.write() as tx:
        known = await tx.subscribers.get(chat)
        await tx.subscribers.put(replace(known, next=replace(known.next, at=app.clock())))
    await do_what_is_due(app)


async def test_a_group_is_subscribed_by_its_admins(api, telegram):
    api.own(GROUP, OWNER)
    api.say(GROUP, READER, SUBSCRIBE)
    assert await answers(api, GROUP, 1) == ["/subscribe is for the admins of this chat."]

    api.promote(GROUP, READER)
    api.say(GROUP, READER, SUBSCRIBE)
    api.say(GROUP, OWNER, "/settings")
    answered = await answers(api, GROUP, 3)
    assert SUBSCRIBED in answered[1]
    assert answered[2].startswith("Settings")

    api.demote(GROUP, READER)
    lines = ("/settings stories 3", "/pause", "/resume", "/unsubscribe", "/subscribe 9:00")
    for line in (*lines, "/taste reset"):
        api.say(GROUP, READER, line)
    answered = await answers(api, GROUP, 9)
    assert all(text.endswith("is for the admins of this chat.") for text in answered[3:])
    async with telegram.store.read() as tx:
        assert (await tx.subscribers.get(GROUP)).stories is None


async def test_the_bots_admin_is_no_admin_of_a_group(api, telegram):
    api.say(GROUP, ADMIN, SUBSCRIBE)
    assert await answers(api, GROUP, 1) == ["/subscribe is for the admins of this chat."]


async def test_who_may_not_press_is_told_alone(api, telegram):
    api.own(GROUP, OWNER)
    api.say(GROUP, OWNER, SUBSCRIBE)
    [confirmation] = await api.wait_for(GROUP, 1)

    press = api.press(confirmation, "Settings", user=READER)
    await api.wait_for_calls("answerCallbackQuery", 1)
    assert api.methods.answered == [(press, "/settings is for the admins of this chat.")]
    forged = api.forge_press(confirmation, "/unsubscribe", user=READER)
    await api.wait_for_calls("answerCallbackQuery", 2)
    assert api.methods.answered[1] == (forged, "/unsubscribe is for the admins of this chat.")

    api.press(confirmation, "Settings", user=OWNER)
    assert len(await answers(api, GROUP, 2)) == 2
    async with telegram.store.read() as tx:
        assert await tx.subscribers.get(GROUP) is not None


async def test_where_telegram_hides_who_is_an_admin_the_bot_says_so(api, telegram):
    api.own(GROUP, OWNER)
    api.world.chat(GROUP).hides_members = True
    api.say(GROUP, OWNER, SUBSCRIBE)
    assert (await answers(api, GROUP, 1))[0].startswith("Telegram did not say who is an admin")


async def test_reading_is_for_everybody_in_a_group(api, telegram):
    await talk(api, ADMIN, [(f"/ingest\n{NEWS_PAGE}", "Ingested as 1")])
    api.say(GROUP, READER, "/latest")
    assert ICE_TITLE in (await answers(api, GROUP, 1))[0]


async def test_a_topic_that_subscribed_gets_the_digest(api, telegram):
    await talk(api, ADMIN, [(f"/ingest\n{NEWS_PAGE}", "Ingested as 1")])
    api.own(GROUP, OWNER)
    api.say(GROUP, OWNER, SUBSCRIBE, thread_id=TOPIC)
    api.updates.waiting[-1]["message"]["is_topic_message"] = True
    await api.wait_for(GROUP, 1)

    await let_it_be_due(telegram, GROUP)
    digest = (await api.wait_for(GROUP, 2))[-1]
    assert ICE_TITLE in digest.text
    assert digest.thread_id == TOPIC


async def test_a_setting_changed_elsewhere_does_not_move_the_digest_to_another_topic(api, telegram):
    api.own(GROUP, OWNER)
    api.say(GROUP, OWNER, SUBSCRIBE, thread_id=TOPIC)
    api.updates.waiting[-1]["message"]["is_topic_message"] = True
    await api.wait_for(GROUP, 1)
    api.say(GROUP, OWNER, "/settings stories 3")
    await api.wait_for(GROUP, 2)

    async with telegram.store.read() as tx:
        known = await tx.subscribers.get(GROUP)
    assert (known.thread_id, known.stories) == (TOPIC, 3)


async def test_a_channel_is_subscribed_by_a_post_in_it(api, telegram):
    await talk(api, ADMIN, [(f"/ingest\n{NEWS_PAGE}", "Ingested as 1")])
    api.own(CHANNEL, OWNER)
    api.post(CHANNEL, SUBSCRIBE)
    assert SUBSCRIBED in (await answers(api, CHANNEL, 1))[0]

    await let_it_be_due(telegram, CHANNEL)
    assert ICE_TITLE in (await answers(api, CHANNEL, 2))[1]


async def test_readers_of_a_channel_can_make_the_bot_post_nothing(api, telegram):
    await talk(api, ADMIN, [(f"/ingest\n{NEWS_PAGE}", "Ingested as 1")])
    api.own(CHANNEL, OWNER)
    api.post(CHANNEL, "/digest")
    [digest] = await api.wait_for(CHANNEL, 1)

    press = api.press(digest, "1", user=READER)
    await api.wait_for_calls("answerCallbackQuery", 1)
    assert api.methods.answered == [(press, "/story is for the admins of this chat.")]

    api.press(digest, "1", user=OWNER)
    assert ICE_TITLE in (await answers(api, CHANNEL, 2))[1]


async def test_a_zone_is_told_by_a_shared_location(api, telegram):
    api.languages[READER] = "de"
    await talk(
        api,
        READER,
        [
            ("/subscribe 8:00", "wie in Berlin?"),
            ("/settings zone here", "Tippen Sie auf den Knopf unter dem Textfeld"),
        ],
    )
    [[button]] = api.messages(READER)[-1].keyboard
    assert button["request_location"]

    api.share_location(READER, READER, 50.4501, 30.5234)
    assert "täglich um 08:00 Uhr (Europe/Kyiv)" in (await answers(api, READER, 3))[2]
    await talk(api, READER, [("/settings", "Zeitzone: Europe/Kyiv")])


async def test_a_location_without_a_subscription_offers_one_there(api, telegram):
    api.share_location(READER, READER, -33.87, 151.21)
    [answer] = await api.wait_for(READER, 1)
    assert answer.text.startswith("Your zone is Australia/Sydney. No digests come here yet.")
    api.press(answer, "Every day at 8:00")
    assert "(Australia/Sydney)" in (await answers(api, READER, 2))[1]


async def test_a_guess_is_confirmed_by_a_button(api, telegram):
    api.languages[READER] = "uk"
    api.say(READER, READER, "/subscribe 8:00")
    [question] = await api.wait_for(READER, 1)
    [yes] = [label for label in question.labels if label.startswith("Yes, ")]
    api.press(question, yes)
    assert "every day at 08:00 (Europe/Kyiv)" in (await answers(api, READER, 2))[1]


async def test_two_taps_on_one_button_are_one_change(api, telegram):
    await talk(api, READER, [(SUBSCRIBE, SUBSCRIBED), ("/settings times", "07:30 and 18:00")])
    page = api.messages(READER)[-1]
    api.press(page, "08:00")
    api.press(page, "08:00")
    api.say(READER, READER, "/settings times")
    answered = await answers(api, READER, 3)
    # The page was turned in its place, once, and another one is the same.
    assert answered[1] == answered[2]
    assert "07:30, 08:00 and 18:00" in answered[2]
