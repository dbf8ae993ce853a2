"""Words for stored digests that go out as a file."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages.archive import span_of_days
from bot.messages.catalogue import label, say
from bot.messages.digest import digest_heading
from bot.messages.exports import ExportFormat
from bot.messages.markup import Reply, bold, button, in_rows, keyboard, lines
from storage.model import Button, DigestDate, File, Reader

_ROW = 2


def nothing_to_export(*, language: str) -> Reply:
    """Say that none of a chat's digests told anything."""
    return Reply(say(language, "export-nothing"))


def export_offered(
    chosen: Sequence[DigestDate], *, typed: str, has_others: bool, reader: Reader
) -> Reply:
    """Ask which file is wanted.

    Args:
        chosen: The digests, newest first; at least one.
        typed: How they are named behind `/export`.
        has_others: Whether the chat has further ones.
        reader: For whom.
    """
    language = reader.language
    return Reply(
        lines(
            say(language, "export-offered", digests=bold(_named(chosen, reader))),
            say(language, "export-formats"),
        ),
        keyboard(
            *in_rows((_as(one, typed, language) for one in ExportFormat), _ROW),
            [button(language, "button-all-digests", "/export all") if has_others else None],
        ),
        about=_about(chosen),
    )


def exported(  # noqa: D417 - the file is the file
    file: File,
    chosen: Sequence[DigestDate],
    *,
    asked: int,
    typed: str,
    wanted: ExportFormat,
    reader: Reader,
) -> Reply:
    """Hand over digests as a file.

    Args:
        chosen: The digests that are in it, newest first; at least one.
        asked: How many were asked for: as many, or too many for a file.
        typed: How they are named behind `/export`.
        wanted: What the file is.
        reader: For whom.
    """
    language, is_cut = reader.language, asked > len(chosen)
    others = (one for one in ExportFormat if one is not wanted)
    return Reply(
        lines(
            bold(_named(chosen, reader)),
            say(language, "export-cut", asked=asked) if is_cut else None,
        ),
        keyboard(_as(one, typed, language) for one in others),
        about=_about(chosen),
        file=file,
    )


def _named(chosen: Sequence[DigestDate], reader: Reader) -> str:
    newest, oldest = chosen[0].created_at, chosen[-1].created_at
    language, zone = reader.language, reader.zone
    if len(chosen) == 1:
        heading = digest_heading(newest, zone, language)
        return label(language, "export-digest", id=str(chosen[0].ref), digest=heading)
    days = span_of_days(language, oldest.astimezone(zone).date(), newest.astimezone(zone).date())
    return label(language, "export-digests", count=len(chosen), days=days)


def _as(wanted: ExportFormat, typed: str, language: str) -> Button:
    return button(language, f"export-as-{wanted}", f"/export {typed} {wanted}")


def _about(chosen: Sequence[DigestDate]) -> str:
    return str(chosen[0].ref) if len(chosen) == 1 else ""
