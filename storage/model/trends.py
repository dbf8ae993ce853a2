"""What more news is about than before."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rise:
    """How many stories are about something, against before.

    Attributes:
        name: A topic, or a name in its fullest form.
        stories: How many stories of the last 24 hours are about it.
        usual: How many a day were, on the mean of the days before.
    """

    name: str
    stories: int
    usual: float

    @property
    def is_new(self) -> bool:
        """Return whether no story was about it before."""
        return self.usual == 0


@dataclass(frozen=True, slots=True)
class Trends:
    """What grew, most first.

    Attributes:
        stories: How many stories have news of the last 24 hours.
        days: How many days of news there are before, up to a week.
        topics, names: What more stories are about than usual.
    """

    stories: int
    days: int
    topics: tuple[Rise, ...]
    names: tuple[Rise, ...]
