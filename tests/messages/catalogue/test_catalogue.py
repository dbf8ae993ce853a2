"""The catalogue: each language has every sentence, and the program says each of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor
from markupsafe import Markup

from bot.messages import catalogue
from bot.messages.catalogue import LANGUAGES, attribute, date_text, label, language_of, listed, say

ROOT = Path(__file__).parents[3]
FILES = {
    language: (ROOT / f"bot/messages/catalogue/{language}.ftl").read_text(encoding="utf-8")
    for language in LANGUAGES
}

# Functions whose first text is the id of a sentence, and what is put before it.
SAYING = {
    "say": "",
    "_said": "",
    "label": "",
    "button": "",
    "attribute": "",
    "UsageError": "error-",
    "NoZoneError": "error-",
    "SettingsError": "setting-",
}
# What errors put together of the name of a reason.
MADE = ("reason-*", "no-summary-*", "not-found-*", "not-allowed*", "not-chat-admin*")

TAGS = {"b", "i", "code", "blockquote"}


class Facts(Visitor):
    """Collects the facts that a sentence wants, and the sentences that it refers to."""

    def __init__(self) -> None:
        """Have found nothing yet."""
        self.names: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node) -> None:  # noqa: N802 - the visitor's own name
        """Keep the name of a fact."""
        self.names.add(node.id.name)

    def visit_MessageReference(self, node) -> None:  # noqa: N802 - the visitor's own name
        """Keep the name of a sentence."""
        self.messages.add(node.id.name)


def entries(language: str) -> list[fluent.EntryType]:
    return FluentParser().parse(FILES[language]).body


def facts_of(node) -> Facts:
    found = Facts()
    found.visit(node)
    return found


def sentences(language: str) -> dict[str, set[str]]:
    """Return the facts that each sentence and attribute wants, by id."""
    found = {}
    for entry in entries(language):
        if isinstance(entry, fluent.Message):
            if entry.value:
                found[entry.id.name] = facts_of(entry.value).names
            for one in entry.attributes:
                found[f"{entry.id.name}.{one.id.name}"] = facts_of(one.value).names
    return found


def texts(call: ast.Call) -> Iterator[str]:
    """Yield the ids that a call may say; `*` stands for what is known at run time."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name not in SAYING:
        return
    place = 0 if name.endswith("Error") and name != "SettingsError" else 1
    if len(call.args) > place:
        yield from (SAYING[name] + text for text in written(call.args[place]))


def written(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from (*written(one), *written(other))
        case ast.JoinedStr(values=parts):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "*" for part in parts
            )


def said() -> set[str]:
    """Return all ids that the program may say."""
    return {
        text
        for path in (ROOT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for text in texts(node)
        if text.strip("*")
    } | set(MADE)


def fits(known: str, asked: str) -> bool:
    return re.fullmatch(re.escape(asked).replace(r"\*", ".*"), known) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_ill_formed(language):
    wrong = [entry.content for entry in entries(language) if isinstance(entry, fluent.Junk)]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_refers_to_no_other_and_stands_there_once(language):
    found = [entry for entry in entries(language) if isinstance(entry, fluent.Message)]
    names = [entry.id.name for entry in found]
    assert [name for name in names if names.count(name) > 1] == []
    assert [entry.id.name for entry in found if facts_of(entry).messages] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_sentences_with_the_same_facts(language):
    assert sentences(language) == sentences("en")


def test_the_program_says_no_sentence_that_is_missing():
    known = sentences("en")
    missing = [asked for asked in said() if not any(fits(each, asked) for each in known)]
    assert sorted(missing) == []


def test_no_sentence_is_left_that_the_program_never_says():
    asked = said()
    unused = [
        known
        for known in sentences("en")
        if not any(fits(known, each) or fits(known.partition(".")[0], each) for each in asked)
    ]
    assert unused == []


class Tags(HTMLParser):
    """Holds the tags of a sentence to what every front end renders, each closed again."""

    def __init__(self) -> None:
        """Have met no tag yet."""
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, _attrs) -> None:
        """Refuse a tag that some front end does not know."""
        assert tag in TAGS
        self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        """Refuse to close another tag than the last one."""
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_hold_no_markup_but_what_every_front_end_renders(language):
    for line in FILES[language].splitlines():
        # What a command takes is plain text: <words>.
        if not re.match(r"\s*(\.|#)", line):
            tags = Tags()
            tags.feed(line)
            assert tags.open == []


def test_facts_are_escaped_in_a_sentence_and_stay_as_they_are_on_a_button():
    assert say("en", "unknown-command", command="<b>") == (
        "There is no command /&lt;b&gt;. /help lists them."
    )
    assert (
        say("en", "whoami-user", id=Markup("<code>7</code>")) == "Your user id is <code>7</code>."
    )
    assert label("en", "unknown-command", command="<b>") == (
        "There is no command /<b>. /help lists them."
    )


@pytest.mark.parametrize(
    ("code", "language"),
    [
        pytest.param("de", "de", id="a language that is here"),
        pytest.param("de-AT", "de", id="with a region"),
        pytest.param("pt_BR", "en", id="one that is not here"),
        pytest.param("", "en", id="unknown"),
    ],
)
def test_whoever_speaks_no_language_of_the_interface_reads_english(code, language):
    assert language_of(code) == language


@pytest.mark.parametrize("name", ["nothing-like-it", "start.nothing"])
def test_a_sentence_that_is_not_there_is_a_mistake(name):
    with pytest.raises(LookupError):
        say("en", name)


def test_a_sentence_that_lacks_a_fact_is_a_mistake():
    with pytest.raises(LookupError, match="command"):
        say("en", "unknown-command")


def test_a_command_without_arguments_has_no_such_attribute():
    assert attribute("en", "command-latest", "arguments") == ""
    assert attribute("en", "command-drop", "arguments") == "<number>"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Tue 24 Nov · 24 Nov 2026 · Monday, Mon · a, &lt;b&gt; and c"),
        ("de", "Di., 24. Nov. · 24. Nov. 2026 · Montag, Mo · a, &lt;b&gt; und c"),
    ],
)
def test_dates_weekdays_and_lists_are_written_as_the_language_does(language, expected):
    day = date(2026, 11, 24)
    found = (
        f"{date_text(language, day, 'weekday')} · {date_text(language, day, 'year')} · "
        f"{catalogue.weekday(language, 0)}, {catalogue.weekday(language, 0, is_short=True)} · "
        f"{listed(language, ['a', '<b>', 'c'])}"
    )
    assert found == expected


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("en", 0, "0 stories"),
        ("en", 1, "1 story"),
        ("en", 1200, "1,200 stories"),
        ("de", 1, "1 Geschichte"),
        ("de", 1200, "1.200 Geschichten"),
    ],
)
def test_a_count_agrees_with_its_noun(language, count, expected):
    assert say(language, "filter-stories", stories=count) == expected
