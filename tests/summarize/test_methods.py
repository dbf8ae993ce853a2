"""The ten methods: each answers in the text's own sentences, or says why it can't."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

import pytest

from bot.errors import NoSummaryError, NoSummaryReason, UsageError
from bot.summarize.methods import LENGTHS, METHODS, Passage, choose, explain
from bot.text.sentences import split_sentences
from bot.text.words import tokens

TITLE = "Ferry line opens again after winter storms"
BODY = """The ferry between Larrow and Venn runs again from Monday, the harbour office said.

Storms had torn the pier at Venn apart in January. “We have rebuilt every pile,” said Ann Roe. \
The work cost 3.5 million and took eleven weeks.

Shops in Venn lost a third of their trade while the ferry lay still. Some will not open again.

The ferry now leaves at 6 a.m. and at noon. A third sailing is planned for the summer.
"""
SENTENCES = split_sentences(BODY, "en")
SUMY = [method for method in METHODS if method not in ("ranker", "lead")]

CHINESE = (
    "港口关闭了三个星期。船主们说损失很大。工人星期一复工。市长感谢所有的人。"
    "渡轮从星期二起重新运行。商店希望客人很快回来。新的码头花了三百万。"
)


def _long(count: int) -> str:
    """Return so many sentences, no two alike."""
    return "\n".join(
        f"Ship number{i} brought cargo{i % 7} to pier{i % 5} today." for i in range(count)
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("length", [1, 3, 5])
def test_every_method_keeps_as_many_sentences_as_asked_word_for_word(method, length):
    found = choose(method, title=TITLE, body=BODY, language="en", length=length)
    positions = [passage.position for passage in found]

    assert len(found) == length
    assert positions == sorted(set(positions))
    assert found == tuple(Passage(position, SENTENCES[position]) for position in positions)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("body", "language"),
    [
        pytest.param(BODY, "", id="unknown language"),
        pytest.param(BODY, "xx", id="no stop words, no stems"),
        pytest.param(CHINESE, "zh", id="no spaces"),
        pytest.param("\n".join(f"a{i} b{i} c{i} d{i} e{i}." for i in range(9)), "en", id="unlike"),
        pytest.param("\n".join(f"Word{i}." for i in range(60)), "en", id="one word each"),
        pytest.param(BODY + "\n…\n?!\n—\n", "en", id="lines without words"),
    ],
)
def test_every_method_takes_every_text(method, body, language):
    assert len(choose(method, title="", body=body, language=language, length=2)) == 2


@pytest.mark.parametrize("method", SUMY)
def test_a_sentence_that_stands_twice_is_told_once(method):
    found = choose(method, title=TITLE, body=BODY + BODY, language="en", length=4)

    assert len({passage.text for passage in found}) == 4


@pytest.mark.parametrize("method", METHODS)
def test_no_method_shows_what_is_no_sentence_of_the_news(method):
    """Such as headings, captions, credits, datelines, and what invites to read on."""
    asides = "Photo: Ann Roe\n\nRead more: The storm\n\nWhat the storm cost\n\nFollow us on X.\n\n"
    body = f"By Ann Roe\n\nLARROW (Reuters) - {BODY}\n\n{asides}".replace("\n\n", f"\n\n{asides}")
    split = split_sentences(body, "en")
    found = choose(method, title=TITLE, body=body, language="en", length=5)

    assert len(found) == 5
    assert {passage.text for passage in found} <= set(SENTENCES)
    assert all(split[passage.position].endswith(passage.text) for passage in found)


@pytest.mark.parametrize("method", METHODS)
def test_a_dateline_is_never_shown_and_its_sentence_keeps_its_place(method):
    body = f"LARROW, Jan. 3 (Reuters) - {BODY}"
    found = choose(method, title=TITLE, body=body, language="en", length=len(SENTENCES) - 1)

    assert {passage.position: passage.text for passage in found}.get(0, SENTENCES[0]) == (
        SENTENCES[0]
    )
    assert not [passage for passage in found if "Reuters" in passage.text]


def test_the_lead_is_the_first_sentences_without_asides():
    body = f"Photo: Ann Roe\n\n{BODY}"

    assert choose("lead", title=TITLE, body=body, language="en", length=2) == (
        Passage(1, SENTENCES[0]),
        Passage(2, SENTENCES[1]),
    )


def test_the_ranker_may_be_asked_for_short_sentences_or_for_no_more_than_tell_much():
    ask = partial(choose, "ranker", title=TITLE, body=BODY, language="en")
    [line] = ask(length=1, most_characters=60)
    fewer = ask(length=5, may_be_shorter=True)

    assert len(line.text) <= 60
    assert 1 <= len(fewer) <= 5
    assert len(ask(length=5)) == 5


def test_lengths_have_names_and_grow():
    line, short, long = (LENGTHS[name] for name in ("line", "short", "long"))

    assert (line.sentences, line.most_characters) == (1, 240)
    assert line.sentences < short.sentences < long.sentences
    assert short.most_characters is long.most_characters is None


def test_what_the_ranker_chooses_comes_with_why():
    explained = explain(title=TITLE, body=BODY, language="en", length=3)

    assert tuple(passage for passage, _ in explained) == choose(
        "ranker", title=TITLE, body=BODY, language="en", length=3
    )
    assert all(set(reason.words) <= set(tokens(passage.text)) for passage, reason in explained)
    assert sum(reason.share for _, reason in explained) == pytest.approx(1)
    assert {word.lower() for _, reason in explained for word in reason.title_words} <= set(
        TITLE.lower().split()
    )


def test_of_an_empty_text_nothing_is_explained():
    assert explain(title="", body="", language="en", length=3) == ()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("body", "length", "sentences"),
    [
        pytest.param(BODY, len(SENTENCES), len(SENTENCES), id="as long as the summary"),
        pytest.param("Closed today. Come back. Thanks.", 1, 3, id="a few words"),
        pytest.param("", 3, 0, id="empty"),
    ],
)
def test_a_text_hardly_longer_than_its_summary_has_none(method, body, length, sentences):
    with pytest.raises(NoSummaryError) as caught:
        choose(method, title=TITLE, body=body, language="en", length=length)

    error = caught.value
    assert (error.reason, error.method, error.sentences) == (
        NoSummaryReason.TOO_SHORT,
        method,
        sentences,
    )


@pytest.mark.parametrize("method", SUMY)
def test_a_slow_method_refuses_a_long_text_at_once(method):
    with pytest.raises(NoSummaryError) as caught:
        choose(method, title=TITLE, body=_long(2001), language="en", length=3)

    assert (caught.value.reason, caught.value.sentences) == (NoSummaryReason.TOO_LONG, 2001)


def test_every_sentence_counts_towards_the_length_of_a_text_even_a_repetition():
    body = "\n".join(["The harbour of Venn is closed."] * 150 + ["Ships wait outside."])

    with pytest.raises(NoSummaryError) as caught:
        choose("kl", title=TITLE, body=body, language="en", length=3)

    assert (caught.value.reason, caught.value.sentences) == (NoSummaryReason.TOO_LONG, 151)


@pytest.mark.parametrize("method", ["ranker", "lead"])
def test_our_own_methods_take_texts_of_any_length(method):
    assert len(choose(method, title=TITLE, body=_long(5000), language="en", length=3)) == 3


def test_a_method_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(UsageError) as caught:
        choose("magic", title=TITLE, body=BODY, language="en", length=3)

    assert caught.value.code == "error-no-method"
    assert caught.value.facts == {"method": "magic", "methods": METHODS}


def test_no_method_asks_the_network_or_reads_the_data_of_nltk(tmp_path):
    program = """
import sys
seen = []
def watch(event, args):
    # A socket that is only made and bound is urllib3's look at what the system can do.
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        seen.append(event)
    if event == "open" and "nltk_data" in str(args[0]):
        seen.append(args[0])
sys.addaudithook(watch)
from tests.summarize.test_methods import BODY, METHODS, TITLE, choose
print(sum(len(choose(m, title=TITLE, body=BODY, language="en", length=3)) for m in METHODS), seen)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert done.stdout == "30 []\n"


def test_knowing_the_methods_loads_no_library_of_theirs():
    program = (
        "import sys, bot.summarize.methods;"
        "print(sorted({'numpy', 'sumy', 'nltk', 'scipy', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout == "[]\n"
