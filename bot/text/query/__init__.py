"""Filters as people type them: `parse` reads one, `match` asks items, `excerpts` shows why."""
