"""What the bot can do: one function and one row of the table each."""
