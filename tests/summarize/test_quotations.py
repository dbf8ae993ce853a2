"""Who said what: whole quotations, with whoever the text says they are of."""

from __future__ import annotations

import pytest

from bot.summarize.quotations import quotations_in, statements_of
from tests.news import article


def said(body: str, language: str = "en", *, title: str = "") -> list[tuple[str, str]]:
    return [(each.words, each.speaker) for each in quotations_in(body, language, title=title)]


@pytest.mark.parametrize(
    ("body", "language", "words", "speaker"),
    [
        pytest.param(
            '"We hear knocking under the stones," fire chief Ana Torrel said on Tuesday.',
            "en",
            '"We hear knocking under the stones"',
            "fire chief Ana Torrel",
            id="behind, name first",
        ),
        pytest.param(
            "“We have never seen water so high,” said Ola Brandt, the mayor of Venn.",
            "en",
            "“We have never seen water so high”",
            "Ola Brandt, the mayor of Venn",
            id="behind, verb first",
        ),
        pytest.param(
            'Harbour master Ann Roe told reporters: "The pier will be closed until June."',
            "en",
            '"The pier will be closed until June."',
            "Harbour master Ann Roe",
            id="before",
        ),
        pytest.param(
            '"Nobody was hurt. The cars were empty when the pier broke," Ann Roe said.',
            "en",
            '"Nobody was hurt. The cars were empty when the pier broke"',
            "Ann Roe",
            id="several sentences",
        ),
        pytest.param(
            "Ann Roe has worked in Venn for years.\n"
            '"The pier will be closed until June," Roe said.',
            "en",
            '"The pier will be closed until June"',
            "Ann Roe",
            id="a surname",
        ),
        pytest.param(
            "„Wir hören Klopfzeichen unter den Steinen“, sagte Feuerwehrchefin Ana Torrel.",
            "de",
            "„Wir hören Klopfzeichen unter den Steinen“",
            "Feuerwehrchefin Ana Torrel",
            id="German",
        ),
        pytest.param(
            "« Nous entendons des coups sous les pierres », a déclaré Ana Torrel.",
            "fr",
            "«\u00a0Nous entendons des coups sous les pierres\u00a0»",
            "Ana Torrel",
            id="French",
        ),
        pytest.param(
            "«Oímos golpes debajo de las piedras», dijo Ana Torrel, la jefa de bomberos.",
            "es",
            "«Oímos golpes debajo de las piedras»",
            "Ana Torrel, la jefa de bomberos",
            id="Spanish",
        ),
        pytest.param(
            "— Ми чуємо стукіт під камінням уже годину, — сказала Анна Торрель.",
            "uk",
            "«Ми чуємо стукіт під камінням уже годину»",
            "Анна Торрель",
            id="Ukrainian dashes",
        ),
        pytest.param(
            "„Słyszymy pukanie pod kamieniami od godziny” – powiedziała Anna Torrel.",
            "pl",
            "„Słyszymy pukanie pod kamieniami od godziny”",
            "Anna Torrel",
            id="Polish",
        ),
        pytest.param(
            'Ayşe Demir, "Taşların altından sesler duyuyoruz, arama sürüyor" dedi.',
            "tr",
            '"Taşların altından sesler duyuyoruz, arama sürüyor"',
            "Ayşe Demir",
            id="Turkish",
        ),
    ],
)
def test_a_whole_quotation_is_found_with_its_speaker(body, language, words, speaker):
    assert said(body, language) == [(words, speaker)]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('"The pier will be closed until June," she said.', id="a pronoun"),
        pytest.param('"The pier will be closed until June," the minister said.', id="a role alone"),
        pytest.param(
            '"The pier will be closed until June," a spokesman for Nordline said.', id="of"
        ),
        pytest.param('Ann Roe called it "a snake of a pier" in Venn.', id="a phrase"),
        pytest.param('"But the pier will be closed until June," Ann Roe said.', id="joins"),
        pytest.param('"They will be closed until the end of June," Ann Roe said.', id="leans"),
        pytest.param(
            '"The pier," Ann Roe said, "will be closed until June."', id="torn by its verb"
        ),
        pytest.param('"The pier will be closed until the end of June.', id="never closed"),
        pytest.param(
            '"The pier will be closed until June.\n"Boats go from Larrow now," Ann Roe said.',
            id="over two paragraphs",
        ),
        pytest.param(
            '"The pier will be closed until June," Ann Roe and Ola Brandt said.', id="of two"
        ),
        pytest.param(
            'The band sang "We Are The Pier Of The Island" and Ann Roe said so.', id="song"
        ),
    ],
)
def test_what_is_torn_or_of_nobody_is_not_shown(body):
    assert said(body) == []


def test_a_surname_in_the_title_is_named():
    body = '"The pier will be closed until June," Roe said.'
    assert said(body) == []
    assert said(body, title="Pier stays closed, says Roe") == [
        ('"The pier will be closed until June"', "Roe")
    ]


def test_a_pronoun_is_whoever_spoke_before_in_the_same_paragraph():
    body = (
        '"The pier will be closed until June," Ann Roe said. '
        '"Boats go from Larrow every hour now," she said.'
    )
    assert [speaker for _, speaker in said(body)] == ["Ann Roe", "Ann Roe"]


def test_in_a_language_that_nobody_described_nobody_is_quoted():
    assert said('"The pier will be closed until June," Ann Roe said.', "xx") == []


ROE = '"The pier will be closed until the end of June," Ann Roe said.'
BRANDT = '"Nobody on the island goes hungry this winter," Ola Brandt said.'


def test_each_speaker_is_quoted_once_and_who_is_in_the_title_first():
    body = f"{ROE}\n{BRANDT}\n" + ROE.replace("closed", "shut").replace("pier", "harbour")
    [brandt, roe] = statements_of([article(body=body)], title="Brandt: enough food for Venn")

    assert (brandt.speaker, roe.speaker) == ("Ola Brandt", "Ann Roe")
    assert brandt.quoted.outlet == "Coast Times"


def test_what_readers_see_anyway_is_not_quoted_again():
    assert statements_of([article(body=ROE)], title="Pier", told=[ROE]) == ()
