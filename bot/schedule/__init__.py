"""When digests are owed, and what readers type about it.

DueSlots         what is to be done for a subscriber whose slot has come
TypedSchedule    what was typed behind `/subscribe`
awake            an instant, or the end of the quiet hours that it lies in
due_slots        decide what becomes of the slots that have passed
find_zone        the IANA zone that `text` names
guess_zone       the zone that a reader likeliest lives in, or None if any other is as likely
in_order         the times ascending, each once
next_delivery    the first slot of `schedule` that lies strictly after `after`
parse_days       the weekdays that are named
parse_pause      until when a pause lasts
parse_quiet      the quiet hours that `text` is
parse_time       the time of day that `text` is
read_schedule    read `[times] [days] [zone]`, in any order
reschedule       a subscriber with the slot that it is owed next
skip_unsent      record as skipped what could not be sent in time
suggest_zones    at most `count` zones that a reader may live in, likeliest first, each once
undo_clock_jump  owe again what a clock that ran ahead has passed over
zone_of          the zone that `TypedSchedule.place` names, to a reader of `language`
"""

from bot.schedule.parse import (
    TypedSchedule,
    in_order,
    parse_days,
    parse_pause,
    parse_quiet,
    parse_time,
    read_schedule,
    zone_of,
)
from bot.schedule.slots import (
    DueSlots,
    awake,
    due_slots,
    next_delivery,
    reschedule,
    skip_unsent,
    undo_clock_jump,
)
from bot.schedule.timezones import find_zone, guess_zone, suggest_zones

__all__ = [
    "DueSlots",
    "TypedSchedule",
    "awake",
    "due_slots",
    "find_zone",
    "guess_zone",
    "in_order",
    "next_delivery",
    "parse_days",
    "parse_pause",
    "parse_quiet",
    "parse_time",
    "read_schedule",
    "reschedule",
    "skip_unsent",
    "suggest_zones",
    "undo_clock_jump",
    "zone_of",
]
