"""The table of commands: menus, help, completion and the README are made from it."""

from __future__ import annotations

from bot import messages
from bot.app import App
from bot.commands import admin, digests, news, preferences, subscription
from bot.commands.request import Audience, Conversation, Request, command, commands_of
from bot.commands.subscription import languages_offered
from bot.messages import Reply


@command(Audience.EVERYONE)
async def start(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/start` with what this is, and ask which languages are read."""
    async with app.store.read() as tx:
        known = await tx.subscribers.get(request.chat_id)
        asks = known is None or not known.languages
        offered = await languages_offered(request, known=known, tx=tx) if asks else ()
    return messages.start(is_admin=request.is_admin, languages=offered, language=request.language)


@command(Audience.EVERYONE)
async def help_(request: Request, _app: App, _: Conversation) -> Reply:
    """Answer `/help` with the commands that this user has."""
    everyone = [row for row in COMMANDS.values() if row.audience is not Audience.ADMINS]
    admins = [row for row in COMMANDS.values() if row.audience is Audience.ADMINS]
    return messages.help_(
        [row.name for row in everyone],
        [row.name for row in admins if request.is_admin],
        language=request.language,
    )


@command(Audience.ANYONE)
async def whoami(request: Request, _app: App, _: Conversation) -> Reply:
    """Answer `/whoami` with the ids that the settings want."""
    return messages.whoami(
        user_id=request.user_id,
        chat_id=request.chat_id,
        is_admin=request.is_admin,
        is_local=request.is_local,
        language=request.language,
    )


# In this order they are listed.
COMMANDS = {
    row.name: row
    for module in (
        news.__name__,
        digests.__name__,
        preferences.__name__,
        subscription.__name__,
        __name__,
        admin.__name__,
    )
    for row in commands_of(module)
}
