"""How the Bot API says no."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A request was refused.

    Attributes:
        code: HTTP status, which is also `error_code`.
        description: Text as the real server words it.
        parameters: `retry_after` or `migrate_to_chat_id`, or empty.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        """Keep what is answered."""
        self.code = code
        self.description = description
        self.parameters = parameters
        super().__init__(f"{code} {description}")

    @property
    def body(self) -> dict[str, Any]:
        """Return the JSON of the answer."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(problem: str) -> ApiError:
    """Return a 400 whose first letter is lower-cased as the real server does it.

    It leaves codes such as `BUTTON_DATA_INVALID` alone by looking at the second letter.
    """
    second = problem[1:2]
    is_code = second == "_" or second.isupper()
    words = problem if is_code else problem[:1].lower() + problem[1:]
    return ApiError(400, f"Bad Request: {words}")


def forbidden(problem: str) -> ApiError:
    """Return a 403."""
    return ApiError(403, f"Forbidden: {problem}")


def too_many_requests(seconds: int) -> ApiError:
    """Return a 429 that asks to wait so many seconds."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
