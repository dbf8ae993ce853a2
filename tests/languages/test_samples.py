"""What is said of each language holds for sentences of it: `samples/xx.toml`.

A file of samples has, all of them as news writes them:

- `sentences`: several sentences each, with a `|` where one ends and the next begins;
- `leaning`: sentences that only the one before them explains, `standing`: those that begin
  alike and explain themselves;
- `never`: sentences that no summary shows, each with why; `printable`: some that look alike;
- `torn`: quotations that run over several sentences, with a `|` where one ends;
- `asides`: what pages set among sentences, `news`: sentences that begin alike;
- `invitations`: lines that lead elsewhere or ask for something;
- `facts`: what was `told`, the same told `again`, and `news` that differs in the number, the
  name or the outcome;
- `is_part = true` if little is known of the language yet, so that news in it is read, but
  less well. A new language is whole: it has samples of every kind, and all `REQUIRED` keys.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.ingest.extract.body import invites
from bot.languages import Boilerplate, codes, load_language
from bot.summarize.novelty import KnownFacts, numbers_in_words, opposites
from bot.summarize.printable import Unfit, verdicts
from bot.text.cleaning import is_aside, leans_back
from bot.text.sentences import split_sentences

SAMPLES: dict[str, dict[str, Any]] = {
    file.stem: tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted(Path(__file__).with_name("samples").glob("*.toml"))
}
KINDS = (
    *("sentences", "leaning", "standing", "never", "printable", "torn", "asides", "news"),
    *("invitations", "facts"),
)
WHOLE = [code for code, samples in SAMPLES.items() if not samples.get("is_part")]

REQUIRED = (
    *("abbreviations", "conjunctions", "joining", "subordinating", "personal", "leaning"),
    *("standing_alone", "teasers", "calls", "captions", "bylines", "fragments", "asides"),
    *("labels", "stamps", "negations"),
    *("numbers", "opposites", "boilerplate", "leads_elsewhere", "asks", "date_labels"),
    "author_labels",
)
REQUIRED_ABBREVIATIONS = ("leading", "counting", "trailing", "closing", "openers")
OPTIONAL = {
    "themes": "ten languages have them; elsewhere topics and looks say what news is worth",
    "genre_names": "sites of all languages are mixed in one list",
    "stemmer": "some languages have no Snowball stemmer",
    "stop_words": "most are those of a package",
    "elides": "few languages do",
    "ordinals_have_dots": "few languages write them so",
    "dashes_open_dialogue": "most do, which is the default",
    "dashes_name_speakers": "in few languages they do",
    "beginners": "where all nouns have capitals, no word tells",
    "first_person": "only where texts on pages lose their quotation marks",
    "numbers_stand_apart": "few languages set them so",
    "marks_are_left_out": "few scripts do",
    "asking": "of languages in which readers ask",
    "lettered": "they are told from initials, which is seldom needed",
    "speech_verbs": "only English sets a capital behind a question in quotes",
    "after_quotes": "only where no blanks part words",
    "credits": "English ones are looked for in all texts",
    "credit_words": "they belong to `credits`",
    "exclaimed": "names belong to no language",
    "own": "where it is unknown, other traits tell who speaks",
    "addressing": "where it is unknown, other traits tell who speaks",
    "saying": "where it is unknown, other traits tell who speaks",
    "leaning_phrases": "most leaning sentences are told by their first word",
    "aside_endings": "most asides are told by how they begin",
    "aside_patterns": "most asides are told by words",
    "by": "some languages have no such word, or one that begins sentences too",
    "by_joints": "they belong to `by`",
    "inviting": "most invitations are told by phrases",
    "linking": "only English pages link so",
    "networks": "most invitations are told by phrases",
    "agencies": "most are called alike everywhere, and stand in `any.toml`",
    "cities": "most are called alike, or stand in capitals",
    "not_places": "acronyms belong to no language",
    "particles": "some languages have none in names of places",
    "notices": "only English players say so within the text",
    "titles": "names are found without, with the title in them",
    "weekdays": "only where they have capitals could they be taken for names",
    "months": "only where they have capitals could they be taken for names",
    "calendar": "only where they have capitals could they be taken for names",
    "demonyms": "only where they have capitals could they be taken for names",
    "name_prepositions": "only where all nouns have capitals",
    "amounts": "only where all nouns have capitals",
    "role_endings": "only where all nouns have capitals",
    "common_endings": "only where all nouns have capitals",
    "adjective_endings": "only where all nouns have capitals",
    "parting": "only where all nouns have capitals",
    "whole_names": "only where all nouns have capitals",
    "says": "without, nobody is quoted",
    "auxiliaries": "few verbs of speech need one",
    "apposing": "some languages have no articles",
    "denials": "without, no denial is held against a claim",
    "other_counts": "without, reports are not held against each other",
    "persons": "without, reports are not held against each other",
    "measures": "without, reports are not held against each other",
    "percent": "most write the sign",
    "scales": "without, reports are not held against each other",
    "more_numbers": "most numbers are written in digits",
    "corrections": "without, a correction is told by what changed",
    "joined_date_labels": "only where no spaces part words",
    "author_verbs": "most pages write none",
    "accounts": "programs call them alike everywhere, and they stand in `any.toml`",
    "name_joints": "commas part most names",
    "topics_sure": "addresses tell topics too",
    "topics_hint": "addresses tell topics too",
    "topic_names": "English names are known to all",
    "topic_sections": "addresses mix languages, so they stand in `any.toml`",
}
OPTIONAL_BOILERPLATE = {Boilerplate.ERROR_ALONE: "most titles say more than one word"}


def _samples(kind: str) -> list[Any]:
    """Return the samples of a kind in all languages, each with its language."""
    return [
        pytest.param(sample, code, id=f"{code}: {sample if isinstance(sample, str) else number}")
        for code, samples in SAMPLES.items()
        for number, sample in enumerate(samples.get(kind, ()))
    ]


@pytest.mark.parametrize(("marked", "language"), _samples("sentences"))
def test_sentences_end_where_a_reader_of_the_language_would_end_them(marked, language):
    assert split_sentences(marked.replace("|", " "), language) == marked.split("|")


@pytest.mark.parametrize(("sentence", "language"), _samples("leaning"))
def test_what_only_the_sentence_before_explains_leans_on_it(sentence, language):
    assert leans_back(sentence, language)


@pytest.mark.parametrize(("sentence", "language"), _samples("standing"))
def test_what_explains_itself_stands_alone(sentence, language):
    assert not leans_back(sentence, language)


@pytest.mark.parametrize(("sample", "language"), _samples("never"))
def test_what_no_editor_prints_is_refused_for_what_it_is(sample, language):
    sentence, reason = sample

    assert verdicts([sentence], title="Larrow", language=language)[0].reason == reason


@pytest.mark.parametrize(("sentence", "language"), _samples("printable"))
def test_what_only_looks_like_it_may_be_printed(sentence, language):
    assert verdicts([sentence], title="Larrow", language=language)[0].reason is None


@pytest.mark.parametrize(("marked", "language"), _samples("torn"))
def test_no_part_of_a_longer_quotation_is_printed(marked, language):
    parts = [part.strip() for part in marked.split("|")]
    found = verdicts(parts, title="Larrow", language=language)

    assert {each.reason for each in found} == {Unfit.QUOTATION_TORN}


@pytest.mark.parametrize(("aside", "language"), _samples("asides"))
def test_furniture_of_a_page_is_no_sentence_in_a_text_of_any_language(aside, language):
    assert is_aside(aside, language)
    assert is_aside(aside)


@pytest.mark.parametrize(("sentence", "language"), _samples("news"))
def test_a_sentence_that_begins_like_furniture_is_none(sentence, language):
    assert not is_aside(sentence, language)
    assert not is_aside(sentence)


@pytest.mark.parametrize(("line", "language"), _samples("invitations"))
def test_lines_that_lead_elsewhere_or_ask_for_something_are_known(line, language):
    assert invites(line), language


@pytest.mark.parametrize(("fact", "language"), _samples("facts"))
def test_what_was_told_is_known_again_and_another_fact_is_news(fact, language):
    so_far = KnownFacts([fact["told"]], language=language)

    assert so_far.repeats(fact["again"])
    assert not so_far.repeats(fact["news"])


def _lacking(code: str) -> Iterator[str]:
    language = load_language(code)
    yield from (key for key in REQUIRED if not getattr(language, key))
    if known := language.abbreviations:
        parts = (key for key in REQUIRED_ABBREVIATIONS if not getattr(known, key))
        yield from (f"abbreviations.{key}" for key in parts)
    missing = set(Boilerplate) - language.boilerplate.keys() - OPTIONAL_BOILERPLATE.keys()
    yield from sorted(f"boilerplate.{kind}" for kind in missing)


@pytest.mark.parametrize("code", WHOLE)
def test_a_whole_language_has_every_required_key(code):
    assert list(_lacking(code)) == [], f"languages/{code}.toml lacks these"


@pytest.mark.parametrize("code", WHOLE)
def test_a_whole_language_has_samples_of_every_kind(code):
    assert [kind for kind in KINDS if not SAMPLES[code].get(kind)] == []


@pytest.mark.parametrize("code", SAMPLES)
def test_samples_are_of_a_language_that_has_a_file_and_of_known_kinds(code):
    assert code in codes()
    assert set(SAMPLES[code]) <= {*KINDS, "is_part"}


@pytest.mark.parametrize("code", sorted(codes() - SAMPLES.keys()))
def test_a_language_without_samples_says_too_little_to_need_any(code):
    language = load_language(code)

    assert not language.abbreviations
    assert not language.leaning
    assert not language.asides


@pytest.mark.parametrize("code", WHOLE)
def test_a_whole_language_counts_from_two_to_twelve(code):
    assert list(numbers_in_words(code).values()) == [str(number) for number in range(2, 13)]


@pytest.mark.parametrize("code", WHOLE)
def test_opposites_are_opposite_both_ways_and_never_to_themselves(code):
    found = opposites(code)

    assert found
    for stem, others in found.items():
        assert stem not in others
        assert all(stem in found[other] for other in others)
