"""Who decides what a group or a channel gets: its admins, as Telegram knows them."""

from __future__ import annotations

from typing import Final

from telegram import Bot, ChatMember
from telegram.error import BadRequest, TelegramError

from bot.errors import NotChatAdminError

_ADMINS: Final = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)

# Telegram has no codes for these. Any other refusal says nothing about the person: a bot
# that is no admin itself may not see the members of some chats.
_NO_MEMBER: Final = ("member not found", "user not found", "participant_id_invalid")


async def is_chat_admin(bot: Bot, *, chat_id: int, user_id: int) -> bool:
    """Return whether the person is an admin of the group or channel now.

    It is asked anew each time: who is no longer an admin must not stay one here.

    Raises:
        NotChatAdminError: Telegram did not say.
    """
    try:
        member = await bot.get_chat_member(chat_id, user_id)
    except BadRequest as error:
        if error.message.lower() in _NO_MEMBER:
            return False
        raise NotChatAdminError(is_known=False) from error
    except TelegramError as error:
        raise NotChatAdminError(is_known=False) from error
    return member.status in _ADMINS
