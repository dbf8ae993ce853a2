"""What is kept, and how. Imports nothing from `bot`; its types are in `storage.model`.

Store             where everything is kept: `store.read()` and `store.write()` are transactions
ReadTransaction   carries the repositories, for reading
WriteTransaction  the same, and may change what they keep
SoleRunner        the one process that delivers
Receipts          note what it knows to have arrived
StorageError      the database failed
StorageBusyError  another process delivers
SEEN_FOR          how long an item stays known after its source listed it last
"""

from storage.engine import StorageBusyError, StorageError
from storage.lock import Receipts, SoleRunner
from storage.news import SEEN_FOR
from storage.store import ReadTransaction, Store, WriteTransaction

__all__ = [
    "SEEN_FOR",
    "ReadTransaction",
    "Receipts",
    "SoleRunner",
    "StorageBusyError",
    "StorageError",
    "Store",
    "WriteTransaction",
]
