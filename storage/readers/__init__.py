"""Readers: what each chat asked for, chose and read.

Subscribers  chats that asked for digests, and when each is owed the next
Chats        what is kept of a chat anywhere, when Telegram moves it
Filters      what each follows, mutes and is alerted of
Ratings      which stories and digests each rated, and how
Readings     what each read
"""

from storage.readers.filters import Filters
from storage.readers.ratings import Ratings
from storage.readers.readings import Readings
from storage.readers.subscribers import Chats, Subscribers

__all__ = ["Chats", "Filters", "Ratings", "Readings", "Subscribers"]
