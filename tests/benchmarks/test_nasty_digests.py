"""What authors write arrives as they wrote it, and as nothing but text."""

from __future__ import annotations

import random

import pytest

from bot import messages
from bot.messages.telegram_limits import parts
from storage.model import Digest
from tests.benchmarks.nasty_digests import KYIV, Nasty, intended, send_nasty_digests, shown
from tests.botapi import Message
from tests.botapi.limits import formatted
from tests.botapi.world import BOT, Chat


async def test_digests_of_nasty_text_arrive_as_they_were_meant():
    found = await send_nasty_digests(digests=60, seed=7)

    assert found.messages >= 60
    assert (found.refused, found.changed, found.cut, found.dropped) == ([], [], [], [])


def arrived(digest: Digest, *, meant: str, injected: str) -> list[Message]:
    """Return the messages of a digest in which something is put in the place of something."""
    chat = Chat(1, "Reader")
    for part in parts(messages.digest(digest, zone=KYIV, language="en")):
        read = formatted(str(part.text).replace(meant, injected, 1), "HTML")
        chat.messages[len(chat.messages)] = Message(chat, 1, BOT, read.text, read.entities)
    return list(chat.messages.values())


@pytest.mark.parametrize(
    ("meant", "injected"),
    [
        pytest.param(" ", "<b>!</b>", id="a style"),
        pytest.param("<b>", '<b><a href="https://evil.example/">!</a>', id="a link"),
        pytest.param("</a>", "</a> <i>!</i>", id="a word"),
        pytest.param('<a href="', '<a href="https://evil.example/', id="another address"),
    ],
)
def test_the_check_sees_what_is_injected(meant, injected):
    digest = Nasty(random.Random(3)).digest(1)

    assert intended(digest) == shown(arrived(digest, meant="", injected=""))
    assert intended(digest) != shown(arrived(digest, meant=meant, injected=injected))
