"""Choose, compose, store and explain digests.

Edition          the news of one moment, read and summarised once for all who are owed a digest
Recipient        for whom a digest is made
compose          what a recipient is to be told now, without storing anything
deliver_due      build every digest that is owed at `now`
export_digests   the digests as a file
find_told        a page of the stories of a chat's digests that a query matches, newest first
main_topic       the topic that most members of a story have first, or empty if none has any
nearest_to       the last digest before the days and the first one after them, if there are any
on_days          the digests that were made on these days of the reader's, in the same order
page_of_digests  a page of the chat's digests, or of those of some days
why_absent       why a story, which has members, is not in a digest of a chat
"""

from bot.digest.archive import export_digests, find_told, nearest_to, on_days, page_of_digests
from bot.digest.build import compose, deliver_due
from bot.digest.candidates import main_topic
from bot.digest.compose import Edition, Recipient
from bot.digest.explain import why_absent

__all__ = [
    "Edition",
    "Recipient",
    "compose",
    "deliver_due",
    "export_digests",
    "find_told",
    "main_topic",
    "nearest_to",
    "on_days",
    "page_of_digests",
    "why_absent",
]
