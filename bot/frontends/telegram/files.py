"""Downloads of files that people send."""

from __future__ import annotations

from pathlib import PurePath

from telegram import Bot
from telegram.error import TelegramError

from bot.commands.base import Attachment
from bot.errors import IngestError, Reason
from bot.frontends.telegram.updates import File
from bot.ingest.document import ENDINGS, MAX_FILE_BYTES


async def download(file: File, *, bot: Bot) -> Attachment:
    """Return the file with its content.

    Raises:
        IngestError: It is of no use (FILE_TYPE, TOO_LARGE), which is known before it is
            downloaded, or Telegram does not give it out (UNREACHABLE).
    """
    if PurePath(file.name).suffix.lower() not in ENDINGS:
        raise IngestError(file.name, reason=Reason.FILE_TYPE)
    if file.size > MAX_FILE_BYTES:
        raise IngestError(file.name, reason=Reason.TOO_LARGE)
    try:
        found = await bot.get_file(file.id)
        content = await found.download_as_bytearray()
    except TelegramError as error:
        raise IngestError(file.name, reason=Reason.UNREACHABLE) from error
    return Attachment(file.name, bytes(content))
