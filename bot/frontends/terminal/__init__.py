"""The same commands without Telegram: a shell, single commands, a demonstration.

chat           lines in, replies out, until the input ends
deliver_local  print what waits for the terminal's chat
demo           show what the bot does with a page that ships with it
do             answer one message
"""

from bot.frontends.terminal.shell import chat, deliver_local, demo, do

__all__ = ["chat", "deliver_local", "demo", "do"]
