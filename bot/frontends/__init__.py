"""Where people meet the bot: Telegram and the terminal; and what hubs visit."""
