"""Instants, written short."""

from datetime import UTC, datetime


def utc(text: str) -> datetime:
    """Return the instant that `2026-01-10T06:00` is in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
