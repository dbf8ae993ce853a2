"""The files of the languages are checked when they are read, and read when they are needed."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields

import pytest

from bot.languages import (
    ANY,
    TOPICS,
    Language,
    LanguageError,
    all_languages,
    codes,
    load_language,
    of_all,
    parse_language,
)
from tests.languages.test_samples import OPTIONAL, REQUIRED

PATTERNS = (
    *("leaning_phrases", "standing_alone", "aside_patterns", "networks", "notices", "credits"),
    *("teasers", "calls", "captions", "bylines", "fragments"),
    *("author_labels", "role_endings", "common_endings", "adjective_endings", "after_quotes"),
    *("denials", "corrections"),
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("stemer = 'czech'", "cs.toml: stemer is unknown", id="key"),
        pytest.param("stemmer = 1", "cs.toml: stemmer must be a string, not int 1", id="string"),
        pytest.param("elides = 'yes'", "cs.toml: elides must be true or false", id="flag"),
        pytest.param(
            "leaning = ['on']", "cs.toml: leaning must be words in one string", id="words"
        ),
        pytest.param("asides = 'a'", "cs.toml: asides must be a list of strings", id="phrases"),
        pytest.param("asides = [1]", "cs.toml: asides must be a list of strings", id="numbers"),
        pytest.param("asides = ['a', 'a']", "cs.toml: asides has 'a' twice", id="twice"),
        pytest.param("abbreviations = 1", "cs.toml: abbreviations must be a table", id="table"),
        pytest.param(
            "[abbreviations]\nx = ''", "cs.toml: abbreviations: x is unknown", id="abbreviations"
        ),
        pytest.param(
            "[boilerplate]\nrobots = []", "cs.toml: boilerplate.robots is unknown", id="boilerplate"
        ),
        pytest.param(
            "[topics_sure]\nsports = []", "cs.toml: topics_sure.sports is unknown", id="topic"
        ),
        pytest.param("leaning", "cs.toml: Expected '='", id="no TOML"),
        pytest.param("code = 'cs'", "cs.toml: code is unknown", id="the name says it"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_its_name_and_key(text, told):
    with pytest.raises(LanguageError, match=f"^{re.escape(told)}"):
        parse_language(text, code="cs")


def test_a_file_fills_the_attributes_that_it_names():
    czech = parse_language('stemmer = "czech"\nleaning = """on ona\nono"""', code="cs")

    assert czech == Language("cs", stemmer="czech", leaning=frozenset({"on", "ona", "ono"}))


def test_of_a_language_without_a_file_nothing_is_known():
    assert load_language("xx") == Language("xx")
    assert load_language("../settings") == Language("../settings")


def test_what_all_languages_have_holds_each_word_once():
    labels = of_all(lambda each: each.labels)

    assert {"photo", "foto", "фото"} <= set(labels)
    assert len(set(labels)) == len(labels)


def test_every_file_is_read():
    assert [language.code for language in all_languages()] == [ANY, *sorted(codes())]


def test_every_attribute_is_required_or_optional_for_a_reason():
    assert {each.name for each in fields(Language)} - {"code"} == {*REQUIRED, *OPTIONAL}


def test_every_attribute_is_explained_and_used_by_a_file():
    for each in fields(Language):
        assert re.search(rf"\b{each.name}\b.*: ", Language.__doc__ or ""), each.name
        assert any(getattr(language, each.name) for language in all_languages()), each.name


@pytest.mark.parametrize("language", all_languages(), ids=lambda language: language.code)
def test_every_pattern_can_be_compiled(language):
    for key in PATTERNS:
        for pattern in getattr(language, key):
            re.compile(pattern)


def test_every_topic_has_sections_and_phrases_in_languages_that_tell_topics():
    assert set(load_language(ANY).topic_sections) == set(TOPICS)
    for language in all_languages():
        assert set(language.topics_sure) == set(language.topics_hint)
        assert set(language.topics_sure) in (set(), set(TOPICS))


def test_no_language_is_read_before_something_is_asked_of_it():
    """Help is answered in the time that the program takes to start."""
    program = (
        "import bot.commands, bot.text.cleaning, bot.text.names, bot.ingest.extract.junk\n"
        "from bot.languages import all_languages, load_language\n"
        "print(load_language.cache_info().currsize, all_languages.cache_info().currsize)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0", "0"]
