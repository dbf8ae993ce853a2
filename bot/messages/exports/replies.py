"""Words for stored digests that go out as a file."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.messages.archive import days_in_words, digest_heading
from bot.messages.exports import ExportFormat
from bot.messages.markup import Reply, bold, counted, keyboard, lines
from storage.model import Button, DigestDate, File

_LABELS = {
    ExportFormat.HTML: "HTML page",
    ExportFormat.MARKDOWN: "Markdown",
    ExportFormat.EPUB: "EPUB book",
    ExportFormat.ATOM: "Atom feed",
}
_ROW = 2


def nothing_to_export() -> Reply:
    """Say that none of a chat's digests told anything."""
    return Reply(Markup("No stored digest has a story yet. /digest makes one of now."))


def export_offered(
    chosen: Sequence[DigestDate], *, typed: str, has_others: bool, zone: ZoneInfo
) -> Reply:
    """Ask which file is wanted.

    Args:
        chosen: The digests, newest first; at least one.
        typed: How they are named behind `/export`.
        has_others: Whether the chat has further ones.
        zone: The reader's.
    """
    return Reply(
        lines(
            Markup("{}: as which file?").format(bold(_named(chosen, zone))),
            "HTML is a page for any browser, Markdown for notes, EPUB for e-book readers, and "
            "Atom a private file for readers of feeds: nothing of it is on the web.",
        ),
        keyboard(
            *_rows(typed, list(ExportFormat)),
            [Button("All digests", "/export all") if has_others else None],
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
    zone: ZoneInfo,
) -> Reply:
    """Hand over digests as a file.

    Args:
        chosen: The digests that are in it, newest first; at least one.
        asked: How many were asked for: as many, or too many for a file.
        typed: How they are named behind `/export`.
        wanted: What the file is.
        zone: The reader's.
    """
    others = [one for one in ExportFormat if one is not wanted]
    left_out = (
        f"These are the newest of {asked:,}: a file holds no more. Name days to get the others."
        if asked > len(chosen)
        else None
    )
    return Reply(
        lines(bold(_named(chosen, zone)), left_out),
        keyboard(Button(_LABELS[one], f"/export {typed} {one.value}") for one in others),
        about=_about(chosen),
        file=file,
    )


def _named(chosen: Sequence[DigestDate], zone: ZoneInfo) -> str:
    newest, oldest = chosen[0], chosen[-1]
    if newest == oldest:
        return f"{newest.ref}, {digest_heading(newest, zone)}"
    days = days_in_words(
        oldest.created_at.astimezone(zone).date(), newest.created_at.astimezone(zone).date()
    )
    return f"{counted(len(chosen), 'digest')}, {days}"


def _rows(typed: str, formats: Sequence[ExportFormat]) -> list[list[Button]]:
    buttons = [Button(_LABELS[one], f"/export {typed} {one.value}") for one in formats]
    return [buttons[start : start + _ROW] for start in range(0, len(buttons), _ROW)]


def _about(chosen: Sequence[DigestDate]) -> str:
    return str(chosen[0].ref) if len(chosen) == 1 else ""
