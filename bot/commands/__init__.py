"""What the bot can do: one function and one row of the table each.

PASTED_WORDS  a message with more of them is a pasted article
COMMANDS      in this order they are listed
Attachment    a file that came with a command
Audience      who may use a command
Command       one row of the table of commands
CommandLine   a message, read as a command
Conversation  what the front end does for a request while it is handled
Request       a command line, and who typed it where
dispatch      run the command that `request` names and return its answer, whatever happens
parse_line    what `message` asks for, or None if it is for another bot or empty
silent        show no progress
"""

from bot.commands.request import (
    PASTED_WORDS,
    Attachment,
    Audience,
    Command,
    CommandLine,
    Conversation,
    Request,
    dispatch,
    parse_line,
    silent,
)
from bot.commands.table import COMMANDS

__all__ = [
    "COMMANDS",
    "PASTED_WORDS",
    "Attachment",
    "Audience",
    "Command",
    "CommandLine",
    "Conversation",
    "Request",
    "dispatch",
    "parse_line",
    "silent",
]
