"""Unpack the documents in a zip. Nothing is ever written to the disk."""

from __future__ import annotations

import stat
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - the class that zlib calls `error`

from bot.errors import IngestError, Reason

MAX_DOCUMENTS = 200
MAX_UNPACKED_BYTES = 100 * 1024 * 1024

_ENCRYPTED = 0x1
# What macOS packs beside each file.
_SHADOWS = "__MACOSX"


@dataclass(frozen=True, slots=True)
class Packed:
    """A document of an archive; its name is without folders."""

    name: str
    content: bytes


def unpack(name: str, content: bytes, *, endings: Collection[str]) -> tuple[Packed, ...]:
    """Return the documents in a zip, in its order; other files are left out.

    Args:
        name: For the errors.
        content: The bytes.
        endings: Those of documents, lower case, with their dots.

    Raises:
        IngestError: It is no zip or damaged (BAD_FILE), locked with a password (LOCKED),
            unpacks to too much (ARCHIVE_TOO_LARGE), holds another archive
            (ARCHIVE_IN_ARCHIVE) or paths that lead out of it (ARCHIVE_UNSAFE), or no
            document at all (ARCHIVE_EMPTY).
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            documents = _documents(name, archive, endings)
            left = MAX_UNPACKED_BYTES
            unpacked = []
            for member in documents:
                with archive.open(member) as file:
                    # What the archive says of sizes may be a lie.
                    packed = Packed(PurePosixPath(member.filename).name, file.read(left + 1))
                left -= len(packed.content)
                if left < 0:
                    raise IngestError(name, reason=Reason.ARCHIVE_TOO_LARGE)
                unpacked.append(packed)
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise IngestError(name, reason=Reason.BAD_FILE) from error
    return tuple(unpacked)


def _documents(name: str, archive: ZipFile, endings: Collection[str]) -> list[ZipInfo]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if any(map(_leads_out, members)):
        raise IngestError(name, reason=Reason.ARCHIVE_UNSAFE)
    found = [member for member in members if _ending(member) in endings]
    if any(_ending(member) == ".zip" for member in members):
        raise IngestError(name, reason=Reason.ARCHIVE_IN_ARCHIVE)
    if any(member.flag_bits & _ENCRYPTED for member in found):
        raise IngestError(name, reason=Reason.LOCKED)
    size = sum(member.file_size for member in found)
    if len(found) > MAX_DOCUMENTS or size > MAX_UNPACKED_BYTES:
        raise IngestError(name, reason=Reason.ARCHIVE_TOO_LARGE)
    if not found:
        raise IngestError(name, reason=Reason.ARCHIVE_EMPTY)
    return found


def _ending(member: ZipInfo) -> str:
    path = PurePosixPath(member.filename)
    is_shadow = path.parts[0] == _SHADOWS or path.name.startswith(".")
    return "" if is_shadow else path.suffix.lower()


def _leads_out(member: ZipInfo) -> bool:
    path = PureWindowsPath(member.filename)
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_link or bool(path.anchor) or ".." in path.parts
