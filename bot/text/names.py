"""Names in news, of persons, places and organisations, by their capitals.

No model and no list of names. A name is a run of words with capitals that no sentence
start and no title case explains; of English it is known which words are seldom names
(`names.tsv`, counted by `tests/training/fit_names.py`). German gives every noun a
capital: there, runs of two words count, capitals as in `FDP`, and single words that stand
behind a preposition and never behind an article. Scripts without capitals have none.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bot.languages import load_language, of_all
from bot.text.words import is_stop_word, stem

TABLE = Path(__file__).with_name("names.tsv")

_UPPER = "[" + "".join(filter(str.isupper, map(chr, range(0x590)))) + "]"
# `U.S.`, `George W. Bush`, `St. Louis`, `O'Neill`, `AT&T`, `Jean-Luc`; `Iran's` ends before 's.
_WORD = (
    rf"(?:{_UPPER}\.(?:{_UPPER}\.)+|{_UPPER}\.(?= {_UPPER})|(?:St|Mt|Ft|Dr|Jr|Sr)\.(?= {_UPPER})"
    rf"|{_UPPER}\w*(?:(?:['’](?!s\b)|[-‑&])\w+)*)"
)
_LINK = (
    r"(?: (?:of the|of|de la|de los|de|del|da|do|dos|di|du|des|von der|von|van der|van|bin|al"
    rf"|for)(?= {_UPPER}))"
)
_RUN = re.compile(rf"(?<![\w-]){_WORD}(?:{_LINK}? {_WORD})*")
_INFLECTED = re.compile("(?:s|ed|ing)$")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_WORD_BEFORE = re.compile(r"(\w+) $")
# `(CNN)`, `WASHINGTON (Reuters) - `: who says it is not whom it is about.
_AGENCY = re.compile(r"(?:\b[A-Z]{4,}[\w, .]{0,30})?\((?:CNN|AP|AFP|Reuters|dpa|The [^)]{3,25})\)")
_CENTURY = re.compile("[IVX]+(?:e|er|o|th)?")
_OPENING = frozenset(".!?:;…•|–—\n“„«(")
_SKIPPED = frozenset(" \"'‘’”»)*-")
_FEW_WORDS = 3
_TITLE_CASE = 0.8
_MOST_WORDS = 6


class _Endings(NamedTuple):
    """How words end where all nouns have capitals; see `Language`."""

    roles: re.Pattern[str]
    common: re.Pattern[str]
    adjectives: re.Pattern[str]


@cache
def _german_endings() -> _Endings:
    german = load_language("de")
    roles, common, adjectives = map(
        "|".join, (german.role_endings, german.common_endings, german.adjective_endings)
    )
    return _Endings(
        roles=re.compile(rf"(?:{roles})(?:in|innen|s|n)?$", re.IGNORECASE),
        common=re.compile(rf"(?:{common})$"),
        adjectives=re.compile(rf"(?:{adjectives})$", re.IGNORECASE),
    )


@cache
def calendar_words() -> frozenset[str]:
    """Return what days, months and the like are called, as written, in any language."""
    return frozenset(of_all(lambda each: each.weekdays | each.months | each.calendar))


@cache
def _titles() -> frozenset[str]:
    return frozenset(of_all(lambda each: each.titles))


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(of_all(lambda each: each.demonyms))


def mentions(
    text: str, language: str = "", *, is_title: bool = False, inside: Iterable[str] = ()
) -> list[str]:
    """Return the names in `text` as often as they stand there, in order, as written.

    Args:
        text: Any text.
        language: ISO 639-1 code; empty is taken for English.
        is_title: Whether it may be in title case.
        inside: Names that are known from elsewhere: a single one of them that opens a
            sentence is a name here too.
    """
    plain = _AGENCY.sub("", text)
    if language == "de":
        return list(_german(plain, set(inside)))
    is_english = language in {"", "en"}
    in_title_case = is_title and _is_in_title_case(plain)
    found: list[tuple[str, bool]] = []
    for match in _RUN.finditer(plain):
        words = match[0].split(" ")
        opens = in_title_case or _opens_sentence(plain, match.start())
        for part in _parted(words, in_title_case=in_title_case and is_english):
            kept = _trimmed(part, language, opens=opens, is_english=is_english)
            opens = in_title_case
            if kept:
                is_proven = is_english or len(kept) > 1 or not opens or _is_short(kept[0])
                found.append((" ".join(kept), is_proven))
    known = {name for name, is_proven in found if is_proven}.union(inside)
    return [name for name, is_proven in found if is_proven or name in known]


def _parted(words: Sequence[str], *, in_title_case: bool) -> Iterator[Sequence[str]]:
    """Yield the parts of a run that are names by themselves."""
    if in_title_case:
        start = 0
        while start < len(words):
            end = _end_of_known(words, start)
            if end == start:
                while end < len(words) and _may_be_name(words[end]):
                    end += 1
            yield words[start:end]
            start = max(end, start + 1)
        return
    start = 0
    for place, word in enumerate(words):
        # `Bank of England`, but not `Jo Miller of the Coast Guard`.
        if word in {"of", "for"} and not is_seldom_a_name(words[place - 1]):
            yield words[start:place]
            start = place + (2 if words[place + 1] == "the" else 1)
    yield words[start:]


def _trimmed(
    words: Sequence[str], language: str, *, opens: bool, is_english: bool
) -> Sequence[str]:
    """Return a run without what stands before or behind the name in it, maybe nothing."""
    start, end = 0, len(words)
    titles, calendar = _titles(), calendar_words()
    while (
        start < end
        and (
            (words[start] in titles and not is_seldom_a_name(words[min(start + 1, end - 1)]))
            or (is_english and words[start] == "The")
            or words[start] in calendar
            or words[start][0].islower()
            or (opens and is_stop_word(words[start], language))
            or (
                opens
                and is_english
                and is_seldom_a_name(words[start])
                and _end_of_known(words, start) == start
            )
            # `US President Donald Trump`
            or (words[start + 1 : start + 2] and words[start + 1] in titles)
        )
    ):
        start += 1
    while end > start and (words[end - 1] in calendar or words[end - 1][0].islower()):
        end -= 1
    kept = words[start:end]
    if is_english:
        kept = [plain for word in kept if (plain := _unhyphened(word))]
    if not kept or len(kept) > _MOST_WORDS:
        return ()
    if len(kept) == 1:
        [word] = kept
        is_word = len(word) > 1 and not is_stop_word(word.replace("’", "'"), language)
        is_word = is_word and word not in _demonyms() and not _CENTURY.fullmatch(word)
        if not is_word or (is_english and is_seldom_a_name(word) and not _is_short(word)):
            return ()
    return kept


def _german(text: str, inside: set[str]) -> Iterator[str]:
    """Yield the names in a German text, where all nouns have capitals."""
    german, endings = load_language("de"), _german_endings()
    single: list[tuple[str, bool]] = []
    common: set[str] = set()
    for match in _RUN.finditer(text):
        run = match[0].split(" ")
        words = _german_trimmed(run, opens=_opens_sentence(text, match.start()))
        if not words or len(words) > _MOST_WORDS or german.amounts.intersection(words):
            continue
        if len(words) > 1 or _is_short(words[0]):
            yield " ".join(words)
            continue
        before = run[-2].lower() if len(run) > 1 else _word_before(text, match.start())
        is_name = before in german.name_prepositions
        if not is_name and endings.adjectives.search(before):
            common.add(words[0])
        single.append((words[0], is_name))
    known = inside | {word for word, is_name in single if is_name}
    for word, _ in single:
        if word in known and word not in common and not endings.common.search(word):
            yield word


def _word_before(text: str, place: int) -> str:
    found = _WORD_BEFORE.search(text[max(0, place - 20) : place])
    return found[1].lower() if found else ""


def _german_trimmed(words: list[str], *, opens: bool) -> list[str]:
    """Return a run without the nouns and adjectives that stand before the name in it."""
    german, endings = load_language("de"), _german_endings()
    titles, calendar = _titles(), calendar_words()
    for place, word in enumerate(words):
        # `Rand von Elmshorn`, `Eintrag des Senders`; the Gulf of Mexico is one name.
        if word in german.parting and words[place - 1] not in german.whole_names:
            words = words[place + 1 :]
            break
    while words and (
        words[0] in titles
        or words[0] in calendar
        or words[0][0].islower()
        or is_stop_word(words[0], "de")
        or endings.roles.search(words[0])
        or (len(words) > 1 and endings.common.search(words[0]))
        or (len(words) > 1 and opens and endings.adjectives.search(words[0]))
    ):
        words = words[1:]
    return words


def _opens_sentence(text: str, place: int) -> bool:
    """Return whether a capital at `place` is owed to the beginning of a sentence."""
    place -= 1
    while place >= 0 and text[place] in _SKIPPED:
        place -= 1
    return place < 0 or text[place] in _OPENING


def _is_in_title_case(title: str) -> bool:
    words = _LONG_WORD.findall(title)
    return len(words) > _FEW_WORDS and sum(w[0].isupper() for w in words) > _TITLE_CASE * len(words)


def _is_short(word: str) -> bool:
    plain = word.replace(".", "").replace("&", "")
    return len(plain) > 1 and plain.isupper()


def is_seldom_a_name(word: str) -> bool:
    """Return whether an English word has a small letter more often than not."""
    return word.lower() in _table()[0]


def _may_be_name(word: str) -> bool:
    """Return whether a word in title case may be a name: neither it nor its base is seldom one."""
    if word[0].islower() or is_stop_word(word, "en"):
        return False
    plain = word.lower()
    bases = (
        (plain[:-1], plain[:-2], plain[:-3], f"{plain[:-3]}e") if _INFLECTED.search(word) else ()
    )
    return not any(map(is_seldom_a_name, (plain, *bases)))


def _unhyphened(word: str) -> str:
    """Return a word without what hyphens add to a name: `Denver-area`, `Ex-FBI`."""
    parts = re.split("[-‑]", word)
    if len(parts) == 1 or not any(part[:1].islower() or is_seldom_a_name(part) for part in parts):
        return word
    if is_seldom_a_name(parts[0]) or parts[0] in {"Ex", "Anti", "Pro", "Pre", "Post", "Non"}:
        return "" if len(parts[1:]) > 1 or is_seldom_a_name(parts[1]) else parts[1]
    return parts[0] if len(parts[0]) > 1 else ""


def _end_of_known(words: Sequence[str], start: int) -> int:
    """Return where the known name ends that begins at `start`; `start` if there is none."""
    for end in (start + 3, start + 2):
        if " ".join(words[start:end]) in _table()[1]:
            return end
    return start


@cache
def _table() -> tuple[frozenset[str], frozenset[str]]:
    """Return the English words that are seldom names, and names that consist of such words."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    names = frozenset(line for line in lines if " " in line)
    return frozenset(lines) - names, names


# Whom news is about is said in its title and first sentences.
BODY_CHARACTERS = 700
TITLE_WEIGHT = 3
# An article's main names; more are met in passing.
MOST_NAMES = 5
# `England` is not short for `Bank of England`.
_MOST_WORDS_OF_A_PERSON = 3
# Longer forms of `New York` that are looked at, the most frequent ones.
_MOST_COMPARED = 50


def names_of(
    title: str,
    body: str,
    language: str = "",
    *,
    documents: int = 0,
    frequencies: Mapping[str, int] | None = None,
    limit: int = MOST_NAMES,
) -> list[str]:
    """Return the main names of an article, most telling first, each in its fullest form.

    Args:
        title: One line, or empty.
        body: Its text, or empty; only the beginning is read.
        language: ISO 639-1 code; empty is taken for English.
        documents: How many documents `frequencies` were counted over; 0 for no counts.
        frequencies: In how many of them each stem is. A name is as rare as its rarest word.
        limit: Most to return.
    """
    beginning = body[:BODY_CHARACTERS]
    if len(body) > BODY_CHARACTERS:
        beginning = beginning.rpartition(" ")[0]
    counts = Counter(mentions(beginning, language))
    for name in mentions(title, language, is_title=True, inside=counts):
        counts[name] += TITLE_WEIGHT
    weights: dict[str, float] = {}
    for name, full in folded(counts).items():
        weights[full] = weights.get(full, 0.0) + counts[name]
    known = frequencies or {}
    for full, count in weights.items():
        rarity = min((known.get(s, 0) for s in _stems(full, language)), default=0)
        idf = math.log(1 + documents / (1 + rarity)) if documents else 1.0
        weights[full] = (1 + math.log(count)) * idf
    return sorted(weights, key=lambda full: -weights[full])[:limit]


def folded(counts: Mapping[str, int]) -> dict[str, str]:
    """Return for each name the fullest usual form of it among these.

    `Trump` is `Donald Trump` where he is named in full, and `EU` the `European Union`. Of
    several full forms the most frequent is meant, then the one that came first.
    """
    by_last: dict[str, str] = {}
    by_initials: dict[str, str] = {}
    by_word: dict[str, list[str]] = {}
    for name in sorted(counts, key=lambda name: -counts[name]):
        parts = name.split(" ")
        if len(parts) == 1:
            continue
        capitals = [part for part in parts if part[0].isupper()]
        if all(part[1:].islower() for part in capitals):  # `U.S. Senate` is no `US`
            by_initials.setdefault("".join(part[0] for part in capitals), name)
        is_person = len(parts) == len(capitals) <= _MOST_WORDS_OF_A_PERSON
        if is_person and not is_seldom_a_name(parts[-1]):
            by_last.setdefault(parts[-1], name)
        for part in parts:
            by_word.setdefault(part, []).append(name)
    found: dict[str, str] = {}
    for name in counts:
        if " " in name:
            near = by_word[name.partition(" ")[0]][:_MOST_COMPARED]
            around = [other for other in near if f" {name} " in f" {other} "] or [name]
            found[name] = max(around, key=lambda other: (counts[other] > 1, len(other)))
        else:
            plain = name.replace(".", "")
            is_short = plain.isupper() and len(plain) > 1
            found[name] = (by_initials if is_short else by_last).get(plain, name)
    return found


def _stems(name: str, language: str) -> list[str]:
    return [stem(word.lower(), language) for word in name.split(" ") if word[0].isupper()]
