"""When digests are owed, and what readers type about it."""
