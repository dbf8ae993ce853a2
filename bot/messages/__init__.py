"""Every word that a reader sees: pure functions from the model to a `Reply`."""

from bot.messages.reply import Reply

__all__ = ["Reply"]
