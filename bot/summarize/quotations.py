"""Who said what: quotations that are whole, each with the name or the role that the text gives.

A quotation is shown as it stands between its marks or dashes, all of its sentences or none.
Whose it is must be said beside it: `"...", said Ann Roe, a baker`, `Ann Roe said: "..."`; of a
surname alone, the text says elsewhere who that is. Which verbs say so stands in
`bot/languages`; in a language that has none, nothing is found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.languages import load_language
from bot.text import (
    calendar_words,
    is_stop_word,
    leans_back,
    mentions,
    split_paragraphs,
    split_sentences,
    stems,
)
from storage.model import Article, Attributed, Statement

# Below a story a reader looks at no more.
MOST = 3

# Fewer words are a phrase that was picked out, and more are a speech.
_FEWEST_WORDS, _MOST_WORDS = 6, 55
_FEWEST_STEMS = 2
# More of them with capitals are the name of a song or a book.
_TITLE_CASE = 0.7
# What stands between a quotation and the verb is whose it is, or another sentence.
_MOST_SUBJECT_WORDS = 16
_MOST_ROLE_WORDS = 5
_MOST_APPOSITION_WORDS = 10
# Names of persons have hardly more; lines of capitals have.
_MOST_NAME_WORDS = 5
# In longer texts, what is said later is background.
_MOST_PARAGRAPHS = 60

_CLOSES = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "”": "”"}
_MARK = re.compile('[“”„«»"]')
# `— We are safe, — said Ann Roe.`
_SPOKEN = re.compile(r"^\s*[—–-]\s+(?P<said>.+?[,.!?…])\s+[—–-]\s+(?P<rest>.+)$")
_WORD = re.compile(r"[^\W\d_](?:[\w'’.-]*\w)?|\d+(?:[.,]\d+)*|[^\w\s]")
_FINAL = (".", "!", "?", "…")
_BLANKS = " \u00a0\u202f"
# Between the verb and the quotation: `said on Monday:`.
_MOST_AFTER_SAYING = 6
_MOST_AFTER_PRONOUN = 3
# A single word that is named again is no mistake.
_OFTEN = 2
_CAPITAL = "[" + "".join(filter(str.isupper, map(chr, range(0x590)))) + "]"
_PART = (
    rf"(?:{_CAPITAL}\.(?:{_CAPITAL}\.)*|(?:Dr|Gen|Brig|Col|Capt|Lt|Sgt|Sen|Rep|Gov|Rev|Mr|Mrs|Ms|St|Jr|Sr)\."
    rf"|{_CAPITAL}[\w'’-]*)"
)
_PARTICLE = (
    r"(?:de la|de|del|da|do|dos|di|du|des|von der|von|van der|van den|van|bin|al|el|la|le|ten|ter)"
)
_NAME = re.compile(rf"(?<![\w'’-]){_PART}(?: (?:{_PARTICLE} )?{_PART})*")
_TWO = re.compile(r" (?:and|und|et|y|e|en|i|и|й|і|та|ve) (?=[^\W\d_a-z])")
_POSSESSIVE = re.compile("['’]s$")
_APPOSITION = re.compile(r",\s(?P<told>[^,.;:()—–\"“”«»]+)(?:[,.;]|$)")
_COURTESIES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Herr", "Frau", "M", "Mme", "Sr", "Sra"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody said.

    Attributes:
        words: The quotation with its marks, whole, as it stands in the text; only a comma
            before the closing mark is left out.
        speaker: A name, with what the text says the person is.
        position: Where it stands in the text, 0 to 1.
    """

    words: str
    speaker: str
    position: float


def quotations_in(body: str, language: str, *, title: str = "") -> tuple[Spoken, ...]:
    """Return the quotations in a text that can be shown alone, in the order of the text.

    Args:
        body: The text, a paragraph a line.
        language: ISO 639-1 code; nothing is known without it.
        title: What readers see above it: whom it names by surname is named.
    """
    if not load_language(language).says:
        return ()
    paragraphs = split_paragraphs(body)[:_MOST_PARAGRAPHS]
    speakers = _Speakers(body, language, title=title)
    found: list[Spoken] = []
    is_open = False
    for number, paragraph in enumerate(paragraphs):
        spans, leaves_open = _spans(paragraph)
        # What a paragraph leaves open, the next one goes on with: neither half is whole.
        if not (is_open or leaves_open):
            found += (
                Spoken(span.shown, speaker, number / len(paragraphs))
                for span, speaker in speakers.of(paragraph, spans)
                if _stands_alone(span, paragraph[span.end :], language)
            )
        is_open = leaves_open
    return tuple(found)


# Of many that can be shown, those of this length say most.
_BEST_WORDS = range(8, 36)
# A quotation that says this much of another is the same one, as another report has it.
_SAME = 0.6


def statements_of(
    articles: Sequence[Article], *, title: str, told: Sequence[str] = (), most: int = MOST
) -> tuple[Statement, ...]:
    """Return what people say of a story, one quotation of each, the most telling first.

    Those come first whom the title names, who are quoted early and at a length that is soon
    read. What is `told` anyway is left out.

    Args:
        articles: Reports of one event, the newest state first; of two that quote the same, the
            first one counts.
        title: What is shown above.
        told: Sentences that readers see anyway.
        most: How many to return at most.
    """
    found = [
        (_merit(each, title, number), each, article)
        for number, article in enumerate(articles)
        for each in quotations_in(article.body, article.language, title=title)
    ]
    said: list[Statement] = []
    speakers: set[str] = set()
    known = [frozenset(stems(text)) for text in told]
    for _, each, article in sorted(found, key=lambda one: one[0], reverse=True):
        surname, words = _surname(each.speaker), frozenset(stems(each.words))
        is_known = any(len(words & other) >= _SAME * len(words) for other in known)
        if surname in speakers or is_known:
            continue
        speakers.add(surname)
        known.append(words)
        quoted = Attributed(each.words, article.outlet, article.url, article.at, article.id)
        said.append(Statement(quoted, each.speaker))
    return tuple(said[:most])


def _merit(each: Spoken, title: str, number: int) -> float:
    count = len(each.words.split())
    is_named = _surname(each.speaker) in title
    return is_named - each.position - 0.1 * number + 0.5 * (count in _BEST_WORDS)


def _surname(speaker: str) -> str:
    return speaker.partition(",")[0].split()[-1]


@dataclass(frozen=True, slots=True)
class _Span:
    """A quotation in its paragraph.

    Attributes:
        start: Where its opening mark, or the dash before it, stands.
        end: Behind its closing mark or dash.
        inner: What is between them.
        shown: What readers see.
    """

    start: int
    end: int
    inner: str
    shown: str


def _spans(paragraph: str) -> tuple[list[_Span], bool]:
    """Return the quotations of a paragraph, and whether it leaves one open."""
    if spoken := _SPOKEN.match(paragraph):
        said = spoken["said"]
        shown = f"«{said.rstrip(',')}»"
        return [_Span(spoken.start("said"), spoken.start("rest"), said, shown)], False
    spans: list[_Span] = []
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(paragraph):
        if opened is None:
            opened = mark
        elif mark[0] == opened[0] != '"':
            # Nothing tells which of the two the next mark closes.
            return [], True
        elif mark[0] in _CLOSES[opened[0]]:
            inner = paragraph[opened.end() : mark.start()]
            shown = opened[0] + inner.rstrip(_BLANKS + ",") + mark[0]
            if opened[0] == "«" and inner[:1] in _BLANKS:
                shown = f"{opened[0]}\u00a0{inner.strip(_BLANKS + ',')}\u00a0{mark[0]}"
            spans.append(_Span(opened.start(), mark.end(), inner.strip(_BLANKS), shown))
            opened = None
    return spans, opened is not None


def _stands_alone(span: _Span, behind: str, language: str) -> bool:
    """Return whether a quotation is a sentence or more, and is understood by itself."""
    inner = span.inner.rstrip("'’)")
    words = inner.split()
    first = inner.lstrip("¿¡'‘([…. ")[:1]
    following = behind.lstrip()
    is_sentence = inner.endswith((*_FINAL, ",")) or following.startswith((",", "—", "–"))
    # Where verbs come last, nothing parts them from the quotation: `"..." dedi.`
    is_sentence = is_sentence or (
        "," not in following[:1]
        and bool(following)
        and following.split(maxsplit=1)[0].rstrip(".,").lower() in load_language(language).says
    )
    # German gives every noun a capital.
    capitals = sum(word[0].isupper() for word in words) if language != "de" else 0
    return (
        _FEWEST_WORDS <= len(words) <= _MOST_WORDS
        and is_sentence
        and first.isupper()
        and capitals <= _TITLE_CASE * len(words)
        and not leans_back(inner, language)
        and words[0].lower().rstrip(",") not in load_language(language).conjunctions
        and len(stems(inner, language)) >= _FEWEST_STEMS
    )


class _Speakers:
    """Tells whose the quotations of a text are."""

    def __init__(self, body: str, language: str, *, title: str) -> None:
        """Keep the text and the title in which names are looked for."""
        self._body = body
        self._title = title
        self._language = language
        self._known = load_language(language)

    def of(self, paragraph: str, spans: Sequence[_Span]) -> Iterator[tuple[_Span, str]]:
        """Yield those of the quotations whose speaker is told, each with the speaker."""
        last = ""
        for number, span in enumerate(spans):
            is_last = number + 1 == len(spans)
            end = len(paragraph) if is_last else spans[number + 1].start
            behind = paragraph[span.end : end]
            before = paragraph[spans[number - 1].end if number else 0 : span.start]
            speaker = self._behind(span, behind, last) or self._before(before, last)
            speaker = speaker or self._around(before, behind)
            # Whose the last one was is told already: `"We are safe," said Roe. "All of us are."`
            if not speaker and last and before.rstrip().endswith(_FINAL):
                speaker = last if len(self._sentences(before)) == 1 else ""
            goes_on = not is_last and not behind.rstrip().endswith((*_FINAL, ":"))
            last = speaker
            if speaker and not goes_on:
                yield span, speaker

    def _sentences(self, text: str) -> list[str]:
        return split_sentences(text, self._language)

    def _behind(self, span: _Span, behind: str, last: str) -> str:
        """Return whose the quotation is by what follows it, such as `, said Ann Roe, a baker`."""
        joined = behind.lstrip(_BLANKS)
        if not joined or (
            span.inner.endswith((".", "…")) and not joined.startswith((",", "—", "–", "-"))
        ):
            return ""
        clause = self._sentences(joined.lstrip(_BLANKS + ",—–-"))[:1]
        if not clause:
            return ""
        words = list(_WORD.finditer(clause[0]))[: _MOST_SUBJECT_WORDS + 2]
        says = self._says(words)
        if says is None:
            return ""
        if says == 0 or (says == 1 and words[0][0].lower() in self._known.auxiliaries):
            return self._named(clause[0][words[says].end() :], last, is_behind=True)
        return self._named(clause[0][: words[says].start()], last, is_behind=False)

    def _before(self, before: str, last: str) -> str:
        """Return whose the quotation is by what leads to it, such as `Ann Roe said:`."""
        if not before.rstrip(_BLANKS).endswith((":", ",")):
            return ""
        clause = self._sentences(before)[-1].rstrip(_BLANKS + ":,")
        words = list(_WORD.finditer(clause))
        says = self._says(words[-_MOST_AFTER_SAYING:])
        if says is None:
            return ""
        says += max(0, len(words) - _MOST_AFTER_SAYING)
        return self._named(clause[: words[says].start()], last, is_behind=False)

    def _around(self, before: str, behind: str) -> str:
        """Return whose the quotation is where its verb comes last, as in `Kaya, "..." dedi`."""
        words = list(_WORD.finditer(behind))[:_MOST_AFTER_PRONOUN]
        if not before.rstrip(_BLANKS).endswith(",") or self._says(words) is None:
            return ""
        clause = self._sentences(before)[-1].rstrip(_BLANKS + ",")
        runs = [run for run in _NAME.finditer(clause) if self._is_name(run[0])]
        return self._full(runs[-1][0]) if runs and runs[-1].end() == len(clause) else ""

    def _says(self, words: Sequence[re.Match[str]]) -> int | None:
        return next(
            (n for n, word in enumerate(words) if word[0].lower() in self._known.says), None
        )

    def _named(self, text: str, last: str, *, is_behind: bool) -> str:
        """Return the speaker that `text` names, with the role, or nothing.

        Args:
            text: What stands behind the verb, or before it.
            last: Whose the quotation before this one is, in the same paragraph.
            is_behind: Which.
        """
        words = text.split()
        pronoun = words[0 if is_behind else -1].strip(",").lower() if words else ""
        if pronoun in self._known.leaning:
            return last if len(words) <= _MOST_AFTER_PRONOUN or is_behind else ""
        runs = [run for run in _NAME.finditer(text) if self._is_name(run[0])]
        if is_behind:
            run = next((run for run in runs if self._stands_free(text[: run.start()])), None)
            # Of two, nobody can tell who said it.
            is_one = run and not _TWO.match(text, run.end())
            return self._speaker(text, run) if run and is_one else ""
        for run in reversed(runs):
            behind = text[run.end() :].strip(_BLANKS)
            is_subject = not behind or (behind[0] in ",(" and behind[-1] in ",)")
            if is_subject and self._stands_free(text[: run.start()].rpartition(",")[2]):
                return self._speaker(text, run)
        return ""

    def _stands_free(self, before: str) -> bool:
        """Return whether a name behind the verb is the speaker's, not whom a role belongs to."""
        words = before.split()
        return len(words) <= 1 or not is_stop_word(words[-1], self._language)

    def _is_name(self, run: str) -> bool:
        words = run.split()
        return (
            words[0] not in calendar_words()
            and words[0].lower().rstrip(".") not in self._known.agencies
            and words[-1] not in self._known.titles | self._known.demonyms
            and len(words) <= _MOST_NAME_WORDS
            and not any(word[0].isupper() and is_stop_word(word, self._language) for word in words)
        )

    def _speaker(self, text: str, run: re.Match[str]) -> str:
        """Return the name with what stands before it or behind it on who that is."""
        name = self._full(_POSSESSIVE.sub("", run[0]))
        if not name:
            return ""
        before = text[: run.start()].rpartition(",")[2].split()
        role = before if len(before) <= _MOST_ROLE_WORDS and self._is_role(before) else []
        behind = _APPOSITION.match(text, run.end())
        told = behind["told"].strip() if behind else ""
        words = told.split()
        is_told = (
            0 < len(words) <= _MOST_APPOSITION_WORDS
            and (words[0].lower() in self._known.apposing or told.isdecimal())
            and self._known.leaning.isdisjoint(word.lower() for word in words)
        )
        return " ".join([*role, name]) + (f", {told}" if is_told else "")

    def _is_role(self, words: Sequence[str]) -> bool:
        return all(word.isalpha() and not is_stop_word(word, self._language) for word in words)

    def _full(self, name: str) -> str:
        """Return a name as the text has it in full; nothing of one word if it never has."""
        words = name.split()
        is_courteous = words[0].rstrip(".") in _COURTESIES
        if len(words) > 1 and not is_courteous:
            return name
        for full in self._names:
            if full.split()[-1] == words[-1]:
                return full
        is_known = self._mentions[name] >= _OFTEN or name in mentions(self._title, self._language)
        return name if is_courteous or (is_known and not name.isupper()) else ""

    @cached_property
    def _mentions(self) -> Counter[str]:
        return Counter(mentions(self._body, self._language))

    @cached_property
    def _names(self) -> list[str]:
        """Names of several words in the text, those with a title (`President Biden`) last."""
        found = [name for name in self._mentions if " " in name]
        titled = (_POSSESSIVE.sub("", run[0]) for run in _NAME.finditer(self._body))
        found += (
            run
            for run in titled
            if " " in run and self._known.titles.issuperset(run.split()[:-1]) and self._is_name(run)
        )
        return found
