"""The same commands without Telegram: a shell, single commands, a demonstration."""
