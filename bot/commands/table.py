"""The table of commands: menus, help, completion and the README are made from it."""

from __future__ import annotations

from bot import messages
from bot.app import App
from bot.commands import admin, digests, news, preferences, subscription
from bot.commands.request import Audience, Command, Request
from bot.messages import Reply


async def start(request: Request, _app: App) -> Reply:
    """Answer `/start` with what this is."""
    return messages.start(is_admin=request.is_admin)


async def help_(request: Request, _app: App) -> Reply:
    """Answer `/help` with the commands that this user has."""
    everyone = [row for row in COMMANDS.values() if row.audience is not Audience.ADMINS]
    admins = [row for row in COMMANDS.values() if row.audience is Audience.ADMINS]
    return messages.help_(
        [(row.usage, row.help) for row in everyone],
        [(row.usage, row.help) for row in admins if request.is_admin],
    )


async def whoami(request: Request, _app: App) -> Reply:
    """Answer `/whoami` with the ids that the settings want."""
    return messages.whoami(
        user_id=request.user_id,
        chat_id=request.chat_id,
        is_admin=request.is_admin,
        is_local=request.is_local,
    )


def _commands(*rows: Command) -> dict[str, Command]:
    return {row.name: row for row in rows}


COMMANDS = _commands(
    Command("start", "", "Say what this bot does", Audience.EVERYONE, start),
    Command(
        "summary",
        "[id|url|words] [line|short|long|5] [method]",
        "Summarise an article in its own sentences",
        Audience.EVERYONE,
        news.summary,
        "12 5",
    ),
    Command(
        "why",
        "[id] [sentences|number]",
        "Say why a summary has these sentences, or a digest these stories",
        Audience.EVERYONE,
        news.why,
        "12",
    ),
    Command(
        "related",
        "[id|url|words]",
        "Show related headlines and articles, and why",
        Audience.EVERYONE,
        news.related,
        "12",
    ),
    Command(
        "story",
        "[id]",
        "Show a story with everything in it",
        Audience.EVERYONE,
        news.story,
        "s12",
    ),
    Command(
        "digest",
        "[id|day]",
        "Make a digest of now, or show a stored one",
        Audience.EVERYONE,
        digests.digest,
        "monday",
    ),
    Command(
        "missed",
        "",
        "List the stories that no digest had room for",
        Audience.EVERYONE,
        news.missed,
    ),
    Command(
        "follow",
        "<filter>",
        "Have such stories first in your digests",
        Audience.EVERYONE,
        preferences.follow,
        "ports OR shipping",
        for_chat_admins=True,
    ),
    Command(
        "mute",
        "<filter>",
        "Never have such stories in your digests",
        Audience.EVERYONE,
        preferences.mute,
        "football -cup",
        for_chat_admins=True,
    ),
    Command(
        "alert",
        "[filter]",
        "Be told of such stories at once, a few a day",
        Audience.EVERYONE,
        preferences.alert,
        '"port strike" OR title:earthquake',
        for_chat_admins=True,
    ),
    Command(
        "taste",
        "[more|less|mute|undo <id>] [reset [name]]",
        "See, teach and reset what you like in your digests",
        Audience.EVERYONE,
        preferences.taste,
        "more s12",
        for_chat_admins=True,
    ),
    Command(
        "filters",
        "",
        "List what you follow, mute and are alerted of",
        Audience.EVERYONE,
        preferences.filters,
    ),
    Command(
        "drop",
        "<number>",
        "Drop one of these filters, by its number",
        Audience.EVERYONE,
        preferences.drop,
        "3",
        for_chat_admins=True,
    ),
    Command(
        "digests",
        "[page|days|words]",
        "List stored digests, or search what they told",
        Audience.EVERYONE,
        digests.digests,
        "port strike",
    ),
    Command(
        "export",
        "[id|days|all] [html|md|epub|atom]",
        "Get stored digests as a file",
        Audience.EVERYONE,
        digests.export,
        "2026-11-01..2026-11-24 epub",
    ),
    Command(
        "subscribe",
        "[times] [days] [zone]",
        "Get digests at your times",
        Audience.EVERYONE,
        subscription.subscribe,
        "7:30 18:00 weekdays Europe/Kyiv",
        for_chat_admins=True,
    ),
    Command(
        "settings",
        "[times|days|zone|quiet|stories|length|empty|only|alerts] [value]",
        "See and change what you get, and when",
        Audience.EVERYONE,
        subscription.settings,
        "quiet 22:00-7:00",
        for_chat_admins=True,
    ),
    Command(
        "pause",
        "[3 days|until friday]",
        "Get no digests and no alerts for a while",
        Audience.EVERYONE,
        subscription.pause,
        "3 days",
        for_chat_admins=True,
    ),
    Command(
        "resume",
        "",
        "End the pause",
        Audience.EVERYONE,
        subscription.resume,
        for_chat_admins=True,
    ),
    Command(
        "unsubscribe",
        "",
        "Get no more digests",
        Audience.EVERYONE,
        subscription.unsubscribe,
        for_chat_admins=True,
    ),
    Command("latest", "", "List the newest articles", Audience.EVERYONE, news.latest),
    Command(
        "headlines",
        "[topic]",
        "List the newest headlines, or all news of a topic",
        Audience.EVERYONE,
        news.headlines,
        "sport",
    ),
    Command(
        "topics",
        "",
        "Show what is hot: topics and names in more news than usual",
        Audience.EVERYONE,
        news.topics,
    ),
    Command(
        "search",
        "<words>",
        'Search; "phrases", OR, -word, tarif*, title: topic: after:3d work',
        Audience.EVERYONE,
        news.search,
        'tariffs OR "digital tax"',
    ),
    Command("help", "", "List the commands", Audience.EVERYONE, help_),
    Command("whoami", "", "Show your id, for ADMIN_IDS", Audience.ANYONE, whoami),
    Command(
        "ingest",
        "<url|text below|document|path> [anyway]",
        "Publish an article",
        Audience.ADMINS,
        admin.ingest,
        "https://coast-times.example/icebreaker",
    ),
    Command(
        "merge",
        "<story> <story>",
        "Make two stories one",
        Audience.ADMINS,
        admin.merge,
        "s12 s15",
    ),
    Command(
        "split",
        "<story> <ids>",
        "Take news out of a story",
        Audience.ADMINS,
        admin.split,
        "s12 3 h7",
    ),
    Command("remove", "<id>", "Forget an article", Audience.ADMINS, admin.remove, "12"),
    Command(
        "addsource",
        "<url|OPML document>",
        "Read a feed or a site regularly, or a list of them",
        Audience.ADMINS,
        admin.addsource,
        "https://coast-times.example/feed.xml",
    ),
    Command(
        "sources", "[page]", "List the feeds, and what is wrong", Audience.ADMINS, admin.sources
    ),
    Command(
        "source",
        "<id> [short|always|never]",
        "Show a feed; say which items are read on their pages",
        Audience.ADMINS,
        admin.source,
        "f3 always",
    ),
    Command(
        "exportsources",
        "",
        "Get the list of feeds as an OPML file",
        Audience.ADMINS,
        admin.exportsources,
    ),
    Command(
        "removesource",
        "<id>",
        "Read a feed no longer",
        Audience.ADMINS,
        admin.removesource,
        "f3",
    ),
    Command(
        "unsure",
        "[send|forget] [number]",
        "List messages that may not have arrived; send or forget one",
        Audience.ADMINS,
        admin.unsure,
        "send 812",
    ),
    Command("status", "", "Show how the bot is doing", Audience.ADMINS, admin.status),
)
