"""What words are: sentences, words and stems, languages, queries.

TOPICS            what news is sorted by
Appraisal         what kind of text something is, and how grave and wide what it tells
Days              days in a row
Lexicon           lists of words and phrases, and which of them stand in a text
appraise          what a front page has to know of a text
calendar_words    what days, months and the like are called, as written, in any language
days_named        the days that `text` names, or None if it names none
detect_language   the ISO 639-1 code of the language of `text`, or "" if that is unsure
folded            for each name the fullest usual form of it among these
is_aside          whether `sentence`, as split from a text, is none that a summary may show
is_lone           whether `sentence` is all quotation and does not say whose words it is
is_stop_word      whether `word`, in any case, tells nothing about a text's subject
is_torn           whether a quotation begins or ends in another sentence
leans_back        whether `sentence` begins with what only the sentence before it explains
long_quotations   the quotations that run over several sentences, and what lacks a mark
mentions          the names in `text` as often as they stand there, in order, as written
names_of          the main names of an article, most telling first, each in its fullest form
placed_tokens     yield the tokens of `text`, each with where it begins and ends in `text`
speaks_of_person  whether a person's pronoun stands in `sentence` outside of quotations
split_paragraphs  the lines of `text` that hold anything, without the blanks around them
split_sentences   the sentences of `text` in order, each exactly as it stands there
stem              the stem of a lower-case `word`, or the word if there is no stemmer
stemmer_of        what `stem` does in a language, for words seldom met
stems             what is left of the words of `text` to compare texts by, in order
tokens            the words and numbers of `text` as written, in order
telling_themes    up to two themes that say most that a text is grave or wide
topic_named       the topic that `text` names, or None if it names none
without_dateline  `sentence` without the dateline that it begins with, or unchanged
words             the tokens of `text` in lower case, full-width letters made plain
"""

from bot.text.cleaning import (
    is_aside,
    is_lone,
    is_torn,
    leans_back,
    speaks_of_person,
    without_dateline,
)
from bot.text.dates import Days, days_named
from bot.text.genre import Appraisal, appraise, telling_themes
from bot.text.language import detect_language
from bot.text.names import calendar_words, folded, mentions, names_of
from bot.text.quotations import long_quotations
from bot.text.sentences import split_paragraphs, split_sentences
from bot.text.topics import TOPICS, topic_named
from bot.text.words import (
    Lexicon,
    is_stop_word,
    placed_tokens,
    stem,
    stemmer_of,
    stems,
    tokens,
    words,
)

__all__ = [
    "TOPICS",
    "Appraisal",
    "Days",
    "Lexicon",
    "appraise",
    "calendar_words",
    "days_named",
    "detect_language",
    "folded",
    "is_aside",
    "is_lone",
    "is_stop_word",
    "is_torn",
    "leans_back",
    "long_quotations",
    "mentions",
    "names_of",
    "placed_tokens",
    "speaks_of_person",
    "split_paragraphs",
    "split_sentences",
    "stem",
    "stemmer_of",
    "stems",
    "telling_themes",
    "tokens",
    "topic_named",
    "without_dateline",
    "words",
]
