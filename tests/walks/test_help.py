"""Finding one's way."""

from bot.commands.request import Audience
from bot.commands.table import COMMANDS
from bot.messages import LANGUAGES, command_help, command_usage


async def test_start_says_what_this_is_and_offers_the_first_taps(reader):
    answer = await reader.say("/start")
    assert answer.startswith("News digest")
    assert "admin" not in answer
    assert "Commands" in await reader.press("Help")


async def test_help_lists_every_command_that_the_user_has(reader, admin):
    for_readers, for_admins = await reader.say("/help"), await admin.say("/help")
    for command in COMMANDS.values():
        usage = command_usage(command.name, language="en")
        row = f"{usage}: {command_help(command.name, language='en')}"
        assert row in for_admins
        assert (row in for_readers) == (command.audience is not Audience.ADMINS)


async def test_whoami_tells_the_ids_that_the_settings_want(reader, admin, terminal):
    assert await reader.say("/whoami") == (
        "Your user id is 2.\nThe bot's owner makes you an admin by adding your id to ADMIN_IDS."
    )
    assert "You are an admin." in await admin.say("/whoami")
    assert await terminal.say("/whoami") == "You sit at the terminal, so you are the admin."


def test_every_command_fits_telegrams_menu():
    # core.telegram.org/bots/api#botcommand
    for command in COMMANDS.values():
        assert 1 <= len(command.name) <= 32
        assert command.name.replace("_", "").isalnum()
        assert command.name == command.name.lower()
        for language in LANGUAGES:
            assert 1 <= len(command_help(command.name, language=language)) <= 256
