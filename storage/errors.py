"""The one error that storage raises.

Absence is no error: what isn't there is None.
"""


class StorageError(Exception):
    """The database failed; the driver's or SQLAlchemy's own error is the `__cause__`."""


class StorageBusyError(StorageError):
    """Another process runs the bot on this database already."""
