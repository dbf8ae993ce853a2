"""A zip is the documents in it, and one that is made to do harm is not opened."""

from __future__ import annotations

import stat
from io import BytesIO
from zipfile import ZipFile, ZipInfo

import pytest

from bot.errors import IngestError, Reason
from bot.ingest.documents.archive import MAX_DOCUMENTS, Packed, unpack
from tests.zips import zipped

ENDINGS = frozenset({".txt", ".md"})


def link(name: str) -> bytes:
    """Return a zip with a symbolic link to a file of the system."""
    content = BytesIO()
    member = ZipInfo(name)
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(content, "w") as archive:
        archive.writestr(member, "/etc/passwd")
    return content.getvalue()


def encrypted() -> bytes:
    """Return a zip that says that its file is encrypted: the first bit of its flags."""
    content = bytearray(zipped({"a.txt": b"secret"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def liar() -> bytes:
    """Return a zip whose index says that its file has 10 bytes, where it has 2,000."""
    content = bytearray(zipped({"a.txt": b"0" * 2_000}))
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def damaged() -> bytes:
    """Return a zip whose file is not what its checksum says."""
    content = bytearray(zipped({"a.txt": b"Port strike ends" * 100}))
    content[40] ^= 0xFF
    return bytes(content)


def test_the_documents_of_an_archive_come_in_its_order_without_folders():
    content = zipped({"b.txt": b"1", "news/a.MD": b"2", "news/": b""})
    assert unpack("a.zip", content, endings=ENDINGS) == (
        Packed("b.txt", b"1"),
        Packed("a.MD", b"2"),
    )


def test_other_files_and_what_systems_leave_behind_are_left_out():
    shadows = {"__MACOSX/a.txt": b"x", ".a.txt": b"x", "photo.jpg": b"x"}
    assert unpack("a.zip", zipped({"a.txt": b"1", **shadows}), endings=ENDINGS) == (
        Packed("a.txt", b"1"),
    )


MANY = {f"{number}.txt": b"x" for number in range(MAX_DOCUMENTS + 1)}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(zipped({"../a.txt": b"x"}), Reason.ARCHIVE_UNSAFE, id="out of its folder"),
        pytest.param(zipped({"a/../../b.jpg": b"x"}), Reason.ARCHIVE_UNSAFE, id="out of a folder"),
        pytest.param(zipped({"/etc/a.txt": b"x"}), Reason.ARCHIVE_UNSAFE, id="absolute"),
        pytest.param(zipped({"C:\\a.txt": b"x"}), Reason.ARCHIVE_UNSAFE, id="drive"),
        pytest.param(zipped({"..\\a.txt": b"x"}), Reason.ARCHIVE_UNSAFE, id="with backslashes"),
        pytest.param(link("a.txt"), Reason.ARCHIVE_UNSAFE, id="link"),
        pytest.param(zipped({"b.zip": b"PK"}), Reason.ARCHIVE_IN_ARCHIVE, id="zip in a zip"),
        pytest.param(encrypted(), Reason.LOCKED, id="encrypted"),
        pytest.param(zipped(MANY), Reason.ARCHIVE_TOO_LARGE, id="many files"),
        pytest.param(zipped({"a.exe": b"x"}), Reason.ARCHIVE_EMPTY, id="no document"),
        pytest.param(zipped({}), Reason.ARCHIVE_EMPTY, id="no file"),
        pytest.param(b"PK\x03\x04 and no more", Reason.BAD_FILE, id="no zip"),
        pytest.param(zipped({"a.txt": b"x" * 99})[:-40], Reason.BAD_FILE, id="cut off"),
        pytest.param(damaged(), Reason.BAD_FILE, id="damaged"),
    ],
)
def test_an_archive_that_is_not_to_be_unpacked_is_refused(content, reason):
    with pytest.raises(IngestError) as caught:
        unpack("a.zip", content, endings=ENDINGS)
    assert (caught.value.what, caught.value.reason) == ("a.zip", reason)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(zipped({"a.txt": b"0" * 1_001}), Reason.ARCHIVE_TOO_LARGE, id="one file"),
        pytest.param(
            zipped({"a.txt": b"0" * 600, "b.txt": b"0" * 600}),
            Reason.ARCHIVE_TOO_LARGE,
            id="two files",
        ),
        pytest.param(liar(), Reason.BAD_FILE, id="a file that is larger than it says"),
    ],
)
def test_a_bomb_is_not_unpacked(monkeypatch, content, reason):
    monkeypatch.setattr("bot.ingest.documents.archive.MAX_UNPACKED_BYTES", 1_000)
    with pytest.raises(IngestError) as caught:
        unpack("a.zip", content, endings=ENDINGS)
    assert caught.value.reason == reason
