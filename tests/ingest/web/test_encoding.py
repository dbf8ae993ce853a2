"""Bytes become the text that was meant, whatever they are labelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.web.encoding import decode, is_readable

UKRAINIAN = "Уряд схвалив бюджет на наступний рік, повідомило у вівторок міністерство фінансів."
RUSSIAN = "Порт снова открылся утром во вторник, сообщило управление судоходства."
FRENCH = "Le port a rouvert mardi à l'aube, après trois semaines de grève très coûteuse."
JAPANESE = "港は火曜日の朝に再開した。貨物船は明日から荷を降ろす予定だ。"
GREEK = "Το λιμάνι άνοιξε ξανά την Τρίτη το πρωί, ανακοίνωσε η αρχή."


@pytest.mark.parametrize(
    ("text", "encoding", "charset"),
    [
        pytest.param(UKRAINIAN, "utf-8", "utf-8", id="as it says"),
        pytest.param(UKRAINIAN, "cp1251", "windows-1251", id="as it says, not utf-8"),
        pytest.param(UKRAINIAN, "utf-8", "iso-8859-1", id="says latin, is utf-8"),
        pytest.param(UKRAINIAN, "cp1251", "utf-8", id="says utf-8, is cyrillic"),
        pytest.param(RUSSIAN, "koi8-r", "", id="says nothing, is koi8"),
        pytest.param(UKRAINIAN, "utf-16", "", id="utf-16 with its mark"),
        pytest.param(UKRAINIAN, "utf-32", "", id="utf-32 with its mark"),
        pytest.param(FRENCH, "cp1252", "", id="says nothing, is french"),
        pytest.param(GREEK, "cp1253", "", id="says nothing, is greek"),
        pytest.param(JAPANESE, "euc_jp", "", id="says nothing, is japanese"),
        pytest.param(JAPANESE, "iso2022_jp", "iso-2022-jp", id="japanese in seven bits"),
        pytest.param("“quoted” – €5", "cp1252", "iso-8859-1", id="windows taken for latin"),
        pytest.param("朱镕基", "gbk", "gb2312", id="larger set under the smaller one's name"),
        pytest.param("plain", "ascii", "utf-16", id="can't be what it says"),
        pytest.param("plain", "ascii", "hex", id="no encoding at all"),
        pytest.param("plain", "ascii", "no such", id="unknown encoding"),
    ],
)
def test_the_text_is_the_one_that_was_meant(text, encoding, charset):
    assert decode(text.encode(encoding), charset=charset) == text


@pytest.mark.parametrize(
    "head",
    [
        pytest.param('<meta charset="windows-1251">', id="page"),
        pytest.param('<?xml version="1.0" encoding="windows-1251"?>', id="feed"),
        pytest.param(
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
            id="old page",
        ),
    ],
)
def test_a_page_may_say_itself_what_it_is(head):
    text = f"{head}<p>Ні, не прибув.</p>"
    assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            FRENCH.encode() + "é".encode()[:1], f"{FRENCH}\ufffd", id="utf-8, its end cut in two"
        ),
        pytest.param(
            UKRAINIAN.encode() + b"\xff" + UKRAINIAN.encode(),
            f"{UKRAINIAN}\ufffd{UKRAINIAN}",
            id="utf-8 with a byte of something else",
        ),
        pytest.param("Kapitän".encode("cp1252"), "Kapitän", id="one letter to tell by"),
    ],
)
def test_a_few_broken_letters_spoil_no_others(content, expected):
    assert decode(content, charset="utf-8") == expected


@given(st.binary(max_size=300), st.text(max_size=12))
def test_no_bytes_are_too_odd(content, charset):
    assert isinstance(decode(content, charset=charset), str)


def test_pictures_and_programs_are_not_readable():
    assert not is_readable(decode(b"\x7fELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0" * 9))
    assert is_readable(UKRAINIAN)
    assert is_readable("")
