"""Send alerts: news that a chat asked to be told at once."""
