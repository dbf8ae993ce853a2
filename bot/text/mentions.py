"""Names in news: of persons, places and organisations, by their capitals.

No model and no list of names. A name is a run of words with capitals that no sentence
start and no title case explains; of English it is known which words are seldom names
(`names.tsv`, counted by `tests/benchmarks/fit_names.py`). German gives every noun a
capital: there, runs of two words count, capitals as in `FDP`, and single words that stand
behind a preposition and never behind an article. Scripts without capitals have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from bot.text.namewords import (
    CALENDAR,
    DEMONYMS,
    GERMAN_AMOUNTS,
    GERMAN_BEFORE_NAMES,
    GERMAN_COMMON,
    GERMAN_ROLES,
    TITLES,
)
from bot.text.words import is_stop_word

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
# What may stand before a German noun that is no name.
_ADJECTIVE = re.compile("(?:e|en|er|es|em|ein|zwei|drei)$", re.IGNORECASE)
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


def mentions(
    text: str, language: str = "", *, is_title: bool = False, inside: Iterable[str] = ()
) -> list[str]:
    """Return the names in `text` as often as they stand there, in order, as written.

    Args:
        text: Any text.
        language: ISO 639-1 code; empty is taken for English.
        is_title: Whether it is a title, which may be in title case.
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
    while (
        start < end
        and (
            (words[start] in TITLES and not is_seldom_a_name(words[min(start + 1, end - 1)]))
            or (is_english and words[start] == "The")
            or words[start] in CALENDAR
            or words[start][0].islower()
            or (opens and is_stop_word(words[start], language))
            or (
                opens
                and is_english
                and is_seldom_a_name(words[start])
                and _end_of_known(words, start) == start
            )
            # `US President Donald Trump`
            or (words[start + 1 : start + 2] and words[start + 1] in TITLES)
        )
    ):
        start += 1
    while end > start and (words[end - 1] in CALENDAR or words[end - 1][0].islower()):
        end -= 1
    kept = words[start:end]
    if is_english:
        kept = [plain for word in kept if (plain := _unhyphened(word))]
    if not kept or len(kept) > _MOST_WORDS:
        return ()
    if len(kept) == 1:
        [word] = kept
        is_word = len(word) > 1 and not is_stop_word(word.replace("’", "'"), language)
        is_word = is_word and word not in DEMONYMS and not _CENTURY.fullmatch(word)
        if not is_word or (is_english and is_seldom_a_name(word) and not _is_short(word)):
            return ()
    return kept


def _german(text: str, inside: set[str]) -> Iterator[str]:
    """Yield the names in a German text, where all nouns have capitals."""
    single: list[tuple[str, bool]] = []
    common: set[str] = set()
    for match in _RUN.finditer(text):
        run = match[0].split(" ")
        words = _german_trimmed(run, opens=_opens_sentence(text, match.start()))
        if not words or len(words) > _MOST_WORDS or GERMAN_AMOUNTS.intersection(words):
            continue
        if len(words) > 1 or _is_short(words[0]):
            yield " ".join(words)
            continue
        before = run[-2].lower() if len(run) > 1 else _word_before(text, match.start())
        is_name = before in GERMAN_BEFORE_NAMES
        if not is_name and _ADJECTIVE.search(before):
            common.add(words[0])
        single.append((words[0], is_name))
    known = inside | {word for word, is_name in single if is_name}
    for word, _ in single:
        if word in known and word not in common and not GERMAN_COMMON.search(word):
            yield word


def _word_before(text: str, place: int) -> str:
    found = _WORD_BEFORE.search(text[max(0, place - 20) : place])
    return found[1].lower() if found else ""


def _german_trimmed(words: list[str], *, opens: bool) -> list[str]:
    """Return a run without the nouns and adjectives that stand before the name in it."""
    for place, word in enumerate(words):
        # `Rand von Elmshorn`, `Eintrag des Senders`; the Gulf of Mexico is one name.
        if word in {"von", "des", "da"} and words[place - 1] not in {"Golf", "Republik", "Bank"}:
            words = words[place + 1 :]
            break
    while words and (
        words[0] in TITLES
        or words[0] in CALENDAR
        or words[0][0].islower()
        or is_stop_word(words[0], "de")
        or GERMAN_ROLES.search(words[0])
        or (len(words) > 1 and GERMAN_COMMON.search(words[0]))
        or (len(words) > 1 and opens and _ADJECTIVE.search(words[0]))
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
