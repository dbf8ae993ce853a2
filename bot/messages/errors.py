"""Words for what went wrong: one sentence each that says what to do.

Words for finding one's way.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from bot.errors import (
    BotError,
    FetchError,
    IngestError,
    NoSummaryError,
    NoSummaryReason,
    NotAllowedError,
    NotChatAdminError,
    NotFoundError,
    Reason,
    without_secrets,
)
from bot.messages.markup import Reply, bold, code, keyboard, lines
from storage.model import Button, Kind


def start(*, is_admin: bool) -> Reply:
    """Greet: what this is, and the first taps."""
    return Reply(
        text=lines(
            bold("News digest"),
            "Send a link or paste an article: you get its most telling sentences, word for word.",
            "Subscribe, and the day's stories come when you want them, each told once.",
            "You are an admin: what you send is published. /addsource adds a feed."
            if is_admin
            else None,
        ),
        buttons=keyboard(
            (Button("Digest now", "/digest"), Button("Subscribe", "/subscribe")),
            (Button("Latest", "/latest"), Button("Help", "/help")),
        ),
    )


def help_(everyone: Iterable[tuple[str, str]], admins: Iterable[tuple[str, str]]) -> Reply:
    """List the commands.

    Args:
        everyone: Usage and help of each command.
        admins: The same for admins' commands; empty for other readers.
    """
    for_admins = [_row(*row) for row in admins]
    return Reply(
        lines(
            bold("Commands"),
            *(_row(*row) for row in everyone),
            "" if for_admins else None,
            bold("For admins") if for_admins else None,
            *for_admins,
            "",
            "A link or a pasted text is summarised, a few words are searched for. "
            "Ids: 12 is an article, h12 a headline, s12 a story, d12 a digest, f12 a source.",
        )
    )


def whoami(*, user_id: int, chat_id: int, is_admin: bool, is_local: bool) -> Reply:
    """Tell the ids that go into ADMIN_IDS and ALLOWED_IDS."""
    if is_local:
        return Reply(Markup("You sit at the terminal, so you are the admin."))
    return Reply(
        lines(
            Markup("Your user id is {}.").format(code(str(user_id))),
            Markup("This chat's id is {}.").format(code(str(chat_id)))
            if chat_id != user_id
            else None,
            "You are an admin."
            if is_admin
            else "The bot's owner makes you an admin by adding your id to ADMIN_IDS.",
        )
    )


def _row(usage: str, text: str) -> Markup:
    return Markup("{}: {}").format(usage, text)


# Where only reading by eye helps.
_PASTE = "If you can read it, paste the text here."

_SEND = "Send .txt, .html, .md, .pdf or .eml, or a .zip of them."

_INGEST = {
    Reason.NOT_A_URL: "“{what}” is no web address. It must begin with https://.",
    Reason.PRIVATE_ADDRESS: "{what} is inside a private network; this bot does not look there.",
    Reason.PORT: "{what} uses a port that is none of a website. Leave the port out.",
    Reason.DNS: "There is no site at {what}. Is it spelled right?",
    Reason.UNREACHABLE: "{what} does not answer. Try again later.",
    Reason.TIMEOUT: "{what} took too long to answer. Try again later.",
    Reason.STATUS: "{what} answered with an error{status}. Check the link.",
    Reason.TOO_LARGE: "{what} is too large to read. Paste the part that matters.",
    Reason.TOO_MANY_REDIRECTS: "{what} redirects in circles. Check the link.",
    Reason.BLOCKED: "{what} keeps bots out{status}. " + _PASTE,
    Reason.NOT_TEXT: "{what} holds no text but a file of another kind. Send a page instead.",
    Reason.TOO_SHORT: "No summary: there is too little text for an article. "
    "If there is more, paste it here.",
    Reason.CONSENT_WALL: "No summary: this is a cookie wall, not the article. " + _PASTE,
    Reason.ERROR_PAGE: "No summary: this is an error page, not an article. Check the link.",
    Reason.PAYWALL: "No summary: this page asks to log in or pay, and shows the beginning at "
    "most. " + _PASTE,
    Reason.BOT_CHECK: "No summary: this page checks for robots instead of showing the "
    "article. " + _PASTE,
    Reason.NO_SCRIPT: "No summary: this page shows nothing without JavaScript. " + _PASTE,
    Reason.REGION: "No summary: this page is not shown where this bot runs. " + _PASTE,
    Reason.APP: "No summary: this page sends its readers to an app. " + _PASTE,
    Reason.LINK_LIST: "No summary: this page is a list of links. Send one of the articles.",
    Reason.BAD_FILE: "“{what}” could not be read. Is it damaged?",
    Reason.FILE_TYPE: "“{what}” is no file that is read here. " + _SEND,
    Reason.EMPTY_FILE: "“{what}” is empty. Send the file again.",
    Reason.WRONG_ENDING: "“{what}” is not what its name says. Give it the right ending.",
    Reason.LOCKED: "“{what}” is locked with a password. Send it unlocked.",
    Reason.NO_LETTERS: "“{what}” holds pictures of text, which are not read. Paste the text.",
    Reason.FEED_LIST: "“{what}” is a list of feeds. Send it with /addsource to read them.",
    Reason.ARCHIVE_EMPTY: "“{what}” holds no file that is read here. " + _SEND,
    Reason.ARCHIVE_TOO_LARGE: "“{what}” unpacks to more than 100 MB or 200 files. "
    "Send it in parts.",
    Reason.ARCHIVE_IN_ARCHIVE: "“{what}” holds another zip. Unpack that first.",
    Reason.ARCHIVE_UNSAFE: "“{what}” holds paths that lead out of it, so it is not opened. "
    "Send the files themselves.",
    Reason.ARCHIVE_OF_MANY: "“{what}” holds more than one article. Send one of them.",
    Reason.NO_FEED: "There is no feed at {what}. Look for a link called RSS or Atom there.",
    Reason.TOO_SLOW: "No summary: reading {what} took too long. " + _PASTE,
}

_NO_SUMMARY = {
    NoSummaryReason.TOO_SHORT: "No summary: the text is hardly longer than its summary would be.",
    NoSummaryReason.TOO_LONG: "No summary: {sentences} sentences are too many for {method}. "
    "Leave the method out, and the default takes them.",
    NoSummaryReason.TOO_SLOW: "No summary: {method} is too slow for this text. "
    "Name another one, such as lead.",
    NoSummaryReason.NO_TEXT: "No summary: only this headline is known. /related may know more.",
}

_NAMES = {
    Kind.ARTICLE: ("article", "/latest lists the newest."),
    Kind.HEADLINE: ("headline", "/headlines lists the newest."),
    Kind.STORY: ("story", "/digest shows the newest."),
    Kind.DIGEST: ("digest", "/digests lists yours."),
    Kind.SOURCE: ("source", "/sources lists them."),
}


def error(problem: BotError) -> Reply:
    """Return the sentence for `problem`."""
    return Reply(_sentence(problem))


def usage(problem: str, *, usage: str, example: str) -> Reply:
    """Word a command that was typed wrong: the problem, then how it is typed.

    Args:
        problem: One sentence, or empty; one that ends in an example says all.
        usage: Such as `/subscribe [time] [zone]`.
        example: A line that works, or empty.
    """
    if "Example:" in problem:
        return Reply(lines(problem))
    return Reply(
        lines(problem or None, f"Usage: {usage}", f"Example: {example}" if example else None)
    )


def unknown_command(name: str) -> Reply:
    """Say that there is no such command."""
    return Reply(Markup("There is no command /{}. /help lists them.").format(name))


def went_wrong() -> Reply:
    """Say that something unforeseen happened; the log has it."""
    return Reply(Markup("Something went wrong here. It was noted; please try again later."))


def _sentence(problem: BotError) -> Markup:
    match problem:
        case IngestError():
            status = problem.status if isinstance(problem, FetchError) else None
            return _filled(
                _INGEST[problem.reason],
                what=without_secrets(problem.what),
                status=f" ({status})" if status else "",
            )
        case NoSummaryError():
            return _filled(
                _NO_SUMMARY[problem.reason],
                sentences=str(problem.sentences),
                method=problem.method,
            )
        case NotFoundError():
            name, hint = _NAMES[problem.ref.kind]
            return _filled("There is no {name} {ref}. " + hint, name=name, ref=str(problem.ref))
        case NotAllowedError() | NotChatAdminError():
            return _not_allowed(problem)
        case _:
            return Markup.escape(problem)


def _not_allowed(problem: NotAllowedError | NotChatAdminError) -> Markup:
    match problem:
        case NotAllowedError(command=""):
            return Markup("This bot is private. Give its admin your id: /whoami tells it.")
        case NotAllowedError():
            sentence = "/{command} is for admins. /help lists what you can do."
        case NotChatAdminError(is_known=False):
            return Markup(
                "Telegram did not say who is an admin here. Make the bot one, or try again later."
            )
        case _:
            sentence = "/{command} is for the admins of this chat."
    return _filled(sentence, command=problem.command)


def _filled(sentence: str, **facts: str) -> Markup:
    """Return our own `sentence` with the facts, which are escaped."""
    return Markup(sentence).format(**facts)  # noqa: S704 - sentences stand in this file
