"""Kinds of columns: what rows hold comes out as values of the model, and goes in as such.

Both databases keep them alike. `plain` and `reader_of` turn values of the model into JSON
and back, by the names and types of their fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

from storage.model import Button, Keyboard, Liking, Quiet, Ref, Timing, Trait, TraitKind

# A typed id may have 18 digits (`Ref`). SQLite counts up only what is called INTEGER,
# which is as wide there.
Id = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, in UTC on both sides; a naive one is refused.

    SQLite keeps it as text of one width, so that text order is the order of time.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the instant as it is stored.

        Raises:
            ValueError: It has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"instant without a zone: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the instant in UTC, whatever zone the connection speaks."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


TEXT = Text()


class Kept(TypeDecorator[Any]):
    """A value that one function makes to what is stored, and another makes again of that."""

    impl = Text
    cache_ok = True

    def __init__(
        self,
        write: Callable[[Any], Any],
        read: Callable[[Any], Any],
        stored: TypeEngine[Any] = TEXT,
    ) -> None:
        """Keep values in a column of type `stored`; None stays None.

        Both functions are a module's: SQLAlchemy knows statements again by them.
        """
        super().__init__()
        self.write = write
        self.read = read
        self.stored = stored

    def load_dialect_impl(self, _dialect: Dialect) -> TypeEngine[Any]:
        """Return the type that rows have."""
        return self.stored

    def process_bind_param(self, value: Any, _dialect: Dialect) -> Any:
        """Return what is stored."""
        return None if value is None else self.write(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Any:
        """Return the value of the model."""
        return None if value is None else self.read(value)


def choice(kind: type[Enum]) -> Kept:
    """Return the column of one of an enum's values."""
    return Kept(str, kind)


def ref_of_text(text: str) -> Ref:
    """Return the id that was stored.

    Raises:
        ValueError: It is none.
    """
    ref = Ref.parse(text)
    if ref is None:
        raise ValueError(f"no id: {text}")
    return ref


def plain(value: Any) -> Any:
    """Return a value of the model as JSON holds it, for `reader_of`."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in names(value)}
    return value


def reader_of(kind: Any) -> Callable[[Any], Any]:
    """Return what makes a `kind` again of what `plain` returned.

    What was stored before a field was there gets the field's default.
    """
    make: Callable[..., Any] = kind
    if is_dataclass(kind):
        readers = {name: reader_of(hint) for name, hint in get_type_hints(kind).items()}
        return lambda stored: make(
            **{name: readers[name](stored[name]) for name in readers if name in stored}
        )
    if get_origin(kind) is tuple:
        each = reader_of(get_args(kind)[0])
        return lambda stored: tuple(map(each, stored))
    if isinstance(kind, UnionType):
        known = reader_of(next(one for one in get_args(kind) if one is not NoneType))
        return lambda stored: None if stored is None else known(stored)
    if kind is datetime:
        return datetime.fromisoformat
    if kind is date:
        return date.fromisoformat
    return make if issubclass(kind, Enum) else _as_it_is


def names(model: Any) -> Iterable[str]:
    """Return the names of a dataclass's fields, in order."""
    named: dict[str, Any] = model.__dataclass_fields__
    return named


def _as_it_is(stored: Any) -> Any:
    return stored


def _zone_key(zone: ZoneInfo) -> str:
    return zone.key


def _times_text(times: tuple[time, ...]) -> str:
    return " ".join(f"{each:%H:%M}" for each in times)


def _times(text: str) -> tuple[time, ...]:
    return tuple(time.fromisoformat(each) for each in text.split())


def _weekdays_text(days: frozenset[int]) -> str:
    return "".join(str(day) for day in sorted(days))


def _weekdays(text: str) -> frozenset[int]:
    return frozenset(map(int, text))


def _timing(stored: dict[str, Any]) -> Timing:
    return Timing(
        ttl=stored.get("ttl", 0),
        skip_hours=frozenset(stored.get("skip_hours", ())),
        skip_days=frozenset(stored.get("skip_days", ())),
    )


def _timing_json(timing: Timing) -> dict[str, Any]:
    hours, days = sorted(timing.skip_hours), sorted(timing.skip_days)
    return {"ttl": timing.ttl, "skip_hours": hours, "skip_days": days}


def _buttons_json(rows: Keyboard) -> list[list[list[str]]]:
    return [[[one.label, one.command] for one in row] for row in rows]


def _buttons(rows: list[list[list[str]]]) -> Keyboard:
    return tuple(tuple(Button(*one) for one in row) for row in rows)


def _likings_json(likings: tuple[Liking, ...]) -> list[list[Any]]:
    return [[one.trait.kind, one.trait.name, one.points] for one in likings]


def _likings(stored: list[list[Any]]) -> tuple[Liking, ...]:
    return tuple(Liking(Trait(TraitKind(kind), name), points) for kind, name, points in stored)


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())


def _length(seconds: int) -> timedelta:
    return timedelta(seconds=seconds)


RefText = Kept(str, ref_of_text)
Zone = Kept(_zone_key, ZoneInfo)
Day = Kept(date.isoformat, date.fromisoformat)
Times = Kept(_times_text, _times)
Weekdays = Kept(_weekdays_text, _weekdays)
Seconds = Kept(_seconds, _length, BigInteger())
Words = Kept(list, tuple, JSON())
FeedTiming = Kept(_timing_json, _timing, JSON())
Buttons = Kept(_buttons_json, _buttons, JSON())
Likings = Kept(_likings_json, _likings, JSON())


class QuietHours(TypeDecorator[Quiet]):
    """Quiet hours, such as `22:00-07:00`; empty if there are none."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Quiet | None, _dialect: Dialect) -> str:
        """Return them as text."""
        return f"{value.start:%H:%M}-{value.end:%H:%M}" if value else ""

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Quiet | None:
        """Return them, or None."""
        return Quiet(*map(time.fromisoformat, value.split("-"))) if value else None
