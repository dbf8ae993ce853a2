"""What of a text shows that it matches."""

import pytest

from bot.text.query.excerpts import LONGEST, Sought, excerpt, mark, sought_by
from storage.model import Field, Term

BODY = (
    "The port stayed open. Dockers at the port voted for a strike on Tuesday. "
    "Nobody knew how long the strikes would last."
)


def sought(*terms: Term) -> Sought:
    return sought_by(terms)


def word(*stems: str, is_prefix: bool = False) -> Term:
    return Term(stems, Field.ANY, " ".join(stems), is_prefix=is_prefix)


def shown(pieces: object) -> str:
    """Return pieces with what is marked in brackets."""
    return "".join(f"[{text}]" if is_marked else text for text, is_marked in pieces)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "terms", "language", "expected"),
    [
        pytest.param(
            "Strikes end; strike’s cost", [word("strike")], "en", "[Strikes] end; [strike’s] cost",
            id="in any form",
        ),
        pytest.param(
            "Tariffs, a tariff-free zone", [word("tarif", is_prefix=True)], "en",
            "[Tariffs], a [tariff-free] zone", id="by its beginning",
        ),
        pytest.param("Die Häfen", [word("haf")], "de", "Die [Häfen]", id="German"),
        pytest.param(
            "東京港で", [word("東京", "京港")], "ja", "[東京港]で", id="pairs that overlap"
        ),
        pytest.param(
            "Port of call", [word("port", "call")], "en", "[Port] of [call]", id="words of a phrase"
        ),
        pytest.param("Ports & <b>", [word("ferri")], "en", "Ports & <b>", id="nothing"),
        pytest.param("l’homme", [word("homm")], "fr", "[l’homme]", id="glued article"),
    ],
)  # fmt: skip
def test_what_was_sought_is_marked(text, terms, language, expected):
    assert shown(mark(text, sought(*terms), language)) == expected


def test_the_sentence_with_most_of_the_words_is_shown():
    both = sought(word("port"), word("strike"))

    assert excerpt(BODY, both, "en") == "Dockers at the port voted for a strike on Tuesday."
    assert excerpt(BODY, sought(word("port")), "en") == "The port stayed open."
    assert excerpt(BODY, sought(word("ferri")), "en") == ""


def test_a_word_that_stands_late_is_shown_too():
    assert excerpt("Calm seas. " * 1000 + BODY, sought(word("docker")), "en").startswith("Dockers")


@pytest.mark.parametrize("place", [0, 40, 120, 400])
def test_a_long_sentence_is_cut_around_the_word(place):
    body = " ".join(["calm"] * (place // 5) + ["strike"] + ["sea"] * 100) + "."
    cut = excerpt(body, sought(word("strike")), "en")

    assert len(cut) <= LONGEST + 2
    assert "strike" in cut
    assert cut.startswith("…") == (place > 100)
    assert cut.endswith("sea…")


def test_a_text_without_spaces_is_cut_too():
    cut = excerpt("港" * 300 + "東京" + "港" * 300, sought(word("東京")), "ja")

    assert "東京" in cut
    assert len(cut) <= LONGEST + 2
