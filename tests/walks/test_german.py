"""A German reader reads German: every command, and no English in what it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from bot.app import tell_alerts, tick
from bot.commands.request import Attachment
from bot.commands.table import COMMANDS
from bot.messages import Reply
from bot.messages.catalogue import attribute
from bot.messages.telegram_limits import plain
from storage.model import Draft, Keyboard
from tests.news import NOW
from tests.newsroom import announce, publish
from tests.walks.alerting import bring, sent
from tests.walks.conftest import READER, Person
from tests.walks.test_unsure import hold

CATALOGUE = Path(__file__).parents[2] / "bot/messages/catalogue"

# Words that stand in nearly every English sentence, and in no German one. In capitals they are
# what a query is joined by.
ENGLISH = re.compile(
    r"\b([Tt]he|and|And|[Oo]f|[Ii]s|[Aa]re|[Ww]ith|[Yy]ours?|[Tt]here|[Tt]his|[Tt]hese|[Ff]rom"
    r"|[Yy]ou|[Bb]y|[Tt]hat|[Ww]hich|[Ww]hat|[Hh]as|[Hh]ave|[Nn]o longer|[Ii]t)\b"
)
TAGS = re.compile(r"<[^<>]*>")

HAFEN = Draft(
    title="Hafenarbeiter beenden den Streik nach drei Wochen",
    body=(
        "Die Hafenarbeiter haben am Montag mit 61 Prozent für ein Plus von 4,1 Prozent "
        "gestimmt, wie ihre Gewerkschaft in Hamburg mitteilte.\n\n"
        "Im Hafen laufen die Kräne am Mittwochmorgen wieder an. Mehr als 80 Frachter lagen seit "
        "Anfang des Monats vor der Elbmündung vor Anker. Die Gewerkschaft hatte sechs Prozent "
        "und kürzere Nachtschichten gefordert.\n\n"
        "Den Läden im Land gingen Obst und Ersatzteile aus. Spediteure rechnen damit, dass es "
        "zehn Tage dauert, bis das letzte Schiff gelöscht ist. Die Arbeitgeber wollen ihre "
        "Gebühren in diesem Jahr nicht erhöhen."
    ),
    url="https://kueste.example/streik",
    site="Küstenblatt",
    language="de",
)
STREIK = replace(
    HAFEN,
    title="Streik der Hafenarbeiter zu Ende: Kräne laufen am Mittwoch an",
    body=(
        "Der Streik der Hafenarbeiter in Hamburg ist zu Ende, die Kräne laufen am Mittwoch an.\n\n"
        "Am Montag stimmten 61 Prozent der Hafenarbeiter für 4,1 Prozent mehr Lohn. Die "
        "Reeder begrüßten die Einigung und warnten vor langen Wartezeiten.\n\n"
        "Vor der Küste warten mehr als 80 Frachter. Die Behörde lässt sie nachts einlaufen, "
        "sobald genug Lotsen bereitstehen. Händler hatten zuletzt vor leeren Regalen gewarnt."
    ),
    url="https://norden.example/streik",
    site="Nordbote",
)
POKAL = replace(
    HAFEN,
    title="Rostock gewinnt den Pokal im Elfmeterschießen",
    body=(
        "Rostock hat den Pokal im Fußball gewonnen und Bremen im Elfmeterschießen besiegt.\n\n"
        "Ada Berg traf zweimal, der Torwart hielt drei Schüsse. Der Trainer lobte seine "
        "Spieler, und die Fans sangen im Stadion bis Mitternacht.\n\n"
        "Es ist der dritte Titel in der Geschichte des Vereins. Am Sonntag geht es in der Liga "
        "gegen Kiel weiter. Verletzt fehlen dann zwei Verteidiger."
    ),
    url="https://kueste.example/pokal",
)
SEITE = f"{POKAL.title}\n\n{POKAL.title}\n\n{POKAL.body}".replace("Rostock", "Wismar")
FEED = (
    '<rss version="2.0"><channel><title>{title}</title>'
    "<item><title>Fähre nach Juist fährt wieder zweimal am Tag</title><guid>1</guid>"
    "<pubDate>Tue, 24 Nov 2026 05:00:00 GMT</pubDate></item>"
    "<item><title>Deich bei Husum wird um einen Meter erhöht</title><guid>2</guid>"
    "<pubDate>Tue, 24 Nov 2026 04:00:00 GMT</pubDate></item></channel></rss>"
)
OPML = '<opml><body><outline text="x" xmlUrl="{}/eins"/><outline text="x" xmlUrl="{}/404"/></body>'

# What is typed, in this order: what a command takes, something wrong, nothing, ids that are not
# there. {site} is a website of our own.
LINES = {
    "start": ["/start"],
    "help": ["/help"],
    "whoami": ["/whoami"],
    "latest": ["/latest"],
    "headlines": ["/headlines", "/headlines sport", "/headlines quatsch", "/headlines law"],
    "topics": ["/topics"],
    "search": [
        "/search Hafen",
        "/search Haffen",
        "/search Quatschwort",
        "/search",
        "/search die",
        '/search "offen',
        "/search (offen",
        "/search zu)",
        "/search farbe:rot",
        "/search after:bald",
        "/search lang:deutsch",
        "/search topic:autos",
        "/search a*",
        "/search Hafen OR",
        "/search OR Hafen",
        "/search title:",
        "/search x",
        "/search " + "(" * 20 + "Hafen",
        "/search " + "x" * 300,
        "/search Hafen page:9",
    ],
    "summary": [
        "/summary 1",
        "/summary 1 line",
        "/summary 1 lead",
        "/summary 1 99",
        "/summary 1 kl",
        "/summary h1",
        "/summary s1",
        "/summary 99",
        "/summary h99",
        "/summary s99",
        "/summary",
        "/summary Quatschwort",
        "/summary Hafen Streik",
        "/summary {site}/artikel",
        "/summary {site}/404",
        "/summary {site}/kurz",
        "/summary http://",
        "/summary ftp://x.example/",
        "/summary\nZu kurz.",
    ],
    "digest": [
        "/digest",
        "/digest",
        "/digest d1",
        "/digest d99",
        "/digest today",
        "/digest yesterday",
        "/digest quatsch",
        "/digest 2019-01-01",
    ],
    "why": [
        "/why 1",
        "/why s1",
        "/why d1",
        "/why d1 1",
        "/why d1 9",
        "/why d1 sentences",
        "/why d99",
        "/why 99",
        "/why",
        "/why quatsch",
    ],
    "related": [
        "/related 1",
        "/related h1",
        "/related s1",
        "/related Hafen",
        "/related Quatschwort",
        "/related 99",
        "/related",
        "/related {site}/artikel",
    ],
    "story": [
        "/story s1",
        "/story 1",
        "/story h1",
        "/story s99",
        "/story 99",
        "/story",
        "/story x",
    ],
    "follow": [
        "/follow Hafen",
        "/follow Hafen",
        "/follow Pokaal",
        "/follow",
        "/follow die",
        "/follow Wetter OR Klima",
    ],
    "mute": ["/mute Fußball", "/mute Hafen", "/mute", "/mute after:3d Quatschwort"],
    "alert": [
        "/alert",
        "/alert Streik OR Fußball OR Deich",
        "/alert",
        "/alert after:3d Hafen",
        "/alert Hafen OR Wetter",
    ],
    "filters": ["/filters"],
    "drop": ["/drop 2", "/drop 2", "/drop", "/drop quatsch"],
    "missed": ["/missed"],
    "digests": [
        "/digests",
        "/digests 9",
        "/digests Hafen",
        "/digests Quatschwort",
        "/digests today",
        "/digests yesterday",
        "/digests 2019",
        "/digests after:bald",
    ],
    "export": [
        "/export",
        "/export d1",
        "/export d1 html",
        "/export all md",
        "/export all atom",
        "/export all epub",
        "/export today html",
        "/export 2019",
        "/export d99",
        "/export quatsch",
        "/export md html",
    ],
    "taste": [
        "/taste",
        "/taste more s1",
        "/taste more s1",
        "/taste less s2",
        "/taste more d1",
        "/taste less d1",
        "/taste mute s2",
        "/taste",
        "/taste more",
        "/taste more s99",
        "/taste more d99",
        "/taste undo s9",
        "/taste mute d1",
        "/taste quatsch s1",
        "/taste reset Quatsch",
        "/taste undo s2",
        "/taste reset",
    ],
    "resume": ["/resume"],
    "pause": ["/pause", "/pause 3 days", "/pause quatsch", "/pause 900 days"],
    "subscribe": [
        "/subscribe",
        "/subscribe 8:30",
        "/subscribe 7:30 18:00 weekdays Europe/Berlin",
        "/subscribe sun 10:00 Berlin",
        "/subscribe mon tue wed thu fri sat 10:00",
        "/subscribe 25:00",
        "/subscribe weekly",
        "/subscribe 8:00 sundy",
        "/subscribe 8:00 Quatsch",
        "/subscribe 8:00 Lissabonn",
        "/subscribe 8:00 UTC+2",
        "/subscribe 8:00 Australien",
        "/subscribe 1 2 3 4 5 6 7 8 9 10 11 12 13",
        "/subscribe 8:30 Europe/Berlin",
    ],
    "settings": [
        "/settings",
        "/settings times",
        "/settings times 7:30 18:00",
        "/settings time -7:30",
        "/settings time -18:00",
        "/settings times bald",
        "/settings days",
        "/settings days weekends",
        "/settings day -sat",
        "/settings day -sun",
        "/settings days nie",
        "/settings days and",
        "/settings zone",
        "/settings zone here",
        "/settings zone Wien",
        "/settings zone Quatsch",
        "/settings zone 0 -30",
        "/settings zone UTC+2",
        "/settings zone Ukraine",
        "/settings quiet",
        "/settings quiet 5:00-9:00",
        "/settings quiet",
        "/settings quiet nie",
        "/settings quiet 1-25",
        "/settings quiet 7-7",
        "/settings stories",
        "/settings stories 1",
        "/settings stories 99",
        "/settings length",
        "/settings length line",
        "/settings length long",
        "/settings length lang",
        "/settings empty",
        "/settings empty nothing",
        "/settings empty nie",
        "/settings only",
        "/settings only on",
        "/settings only nie",
        "/settings alerts",
        "/settings alerts 1",
        "/settings alerts 99",
        "/settings quatsch",
        "/settings",
        "/pause 3 days",
        "/settings",
        "/resume",
    ],
    "unsubscribe": ["/unsubscribe", "/unsubscribe", "/settings", "/filters"],
    "ingest": [
        "/ingest",
        "/ingest {site}/artikel",
        "/ingest {site}/artikel",
        "/ingest {site}/liste",
        "/ingest {site}/404",
        "/ingest {site}/kurz",
        "/ingest {site}/kurz anyway",
        "/ingest quatsch",
        f"/ingest\n{SEITE}",
        "/ingest\nZu kurz.",
    ],
    "merge": ["/merge s1 s2", "/merge s1 s1", "/merge s1 s99", "/merge s1", "/merge"],
    "split": ["/split s1 h1", "/split s1 3", "/split s1 99", "/split s1", "/split", "/split s99 1"],
    "addsource": [
        "/addsource",
        "/addsource {site}/eins",
        "/addsource {site}/eins",
        "/addsource {site}/heim",
        "/addsource {site}/artikel",
        "/addsource {site}/404",
        "/addsource quatsch",
    ],
    "source": [
        "/source f1",
        "/source f1 always",
        "/source f1 never",
        "/source f1 weight high",
        "/source f1 weight schwer",
        "/source f1 quatsch",
        "/source f99",
        "/source",
    ],
    "sources": ["/sources", "/sources 9", "/sources quatsch"],
    "exportsources": ["/exportsources"],
    "removesource": ["/removesource f1", "/removesource f99", "/removesource", "/exportsources"],
    "remove": ["/remove 3", "/remove 3", "/remove 99", "/remove", "/remove quatsch"],
    "unsure": [
        "/unsure",
        "/unsure send 1",
        "/unsure forget 2",
        "/unsure forget 99",
        "/unsure send",
        "/unsure quatsch",
    ],
    "status": ["/status"],
}


class Texts(Visitor):
    """Collects what is written between the facts of sentences."""

    def __init__(self) -> None:
        """Have found nothing yet."""
        self.found: set[str] = set()

    def visit_TextElement(self, node: fluent.TextElement) -> None:  # noqa: N802 - its own name
        """Keep the lines of a text, without markup."""
        self.found.update(line.strip(" .,:;()") for line in TAGS.sub("\n", node.value).split("\n"))


def pieces(language: str) -> set[str]:
    """Return the pieces of a language's sentences."""
    texts = Texts()
    text = (CATALOGUE / f"{language}.ftl").read_text(encoding="utf-8")
    for entry in FluentParser().parse(text).body:
        texts.visit(entry)
    return texts.found


def english_alone() -> list[str]:
    """Return the pieces of two words and more that no German sentence has."""
    german = (CATALOGUE / "de.ftl").read_text(encoding="utf-8")
    return sorted(piece for piece in pieces("en") if " " in piece and piece not in german)


def labels(buttons: Keyboard) -> list[str]:
    return [button.label for row in buttons for button in row]


def shown(reply: Reply) -> str:
    """Return what somebody sees of a reply: its text, its buttons, its file if that is text."""
    file = ""
    if reply.file is not None:
        file = f"{reply.file.name}\n{TAGS.sub(' ', reply.file.content.decode(errors='ignore'))}"
        file = file if "epub" not in reply.file.name else reply.file.name
    return "\n".join([plain(reply.text), *labels(reply.buttons), file])


def english_in(text: str, alone: Iterable[str]) -> list[str]:
    """Return the English that stands in a text."""
    words = [match[0] for match in ENGLISH.finditer(text)]
    found = (piece for piece in alone if piece in text)
    return [*found, *words]


@pytest.fixture
def settings(settings):
    """Digests of one story, so that others are left out."""
    return replace(settings, digest_stories=1)


@pytest.fixture
async def site_with_news(store, site):
    """A website of our own, beside German news and held messages in the store."""
    for draft in (HAFEN, STREIK, POKAL):
        await publish(store, replace(draft, published_at=NOW))
    await announce(store, "Deich bei Husum gebrochen", site="Nordbote")
    await hold(store, "Sturmflut", "Feuer")
    site.page("/artikel", SEITE.replace("Wismar", "Stralsund"), content_type="text/plain")
    site.page("/kurz", "<html><body><p>Bald mehr.</p></body></html>")
    site.page("/liste", "".join(f"<p><a href='/{n}'>Meldung {n}</a></p>" for n in range(40)))
    for name in ("eins", "zwei", "drei"):
        site.feed(f"/{name}", FEED.format(title=f"Bote {name}").replace("Juist", name))
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/{name}">'
        for name in ("zwei", "drei")
    )
    site.page("/heim", f"<html><head>{links}</head><body><p>Hallo</p></body></html>")
    return site


def lines_of(name):
    """Return what is typed of a command: what stands above, else its own example, or nothing."""
    example = attribute("de", f"command-{name}", "example")
    return LINES.get(name, (f"/{name}", f"/{name} {example}".rstrip()))


def test_what_is_driven_are_commands():
    assert sorted(set(LINES) - set(COMMANDS)) == []


class Editor:
    """Drives commands, and notes the English in their answers.

    Attributes:
        found: By line, what is English in its answer.
        buttons: What the buttons below the answers type, and what their messages are about.
    """

    def __init__(self, person: Person) -> None:
        """Read what a German reader is told."""
        person.language = "de"
        self.person = person
        self.found: dict[str, list[str]] = {}
        self.buttons: dict[str, str] = {}
        self._alone = english_alone()

    async def read(
        self, line: str, *, about: str = "", attachment: Attachment | None = None
    ) -> None:
        """Say a line, and read its answer."""
        await self.person.say(line, about=about, attachment=attachment)
        reply = self.person.heard[-1]
        if english := english_in(shown(reply), self._alone):
            self.found[f"{line} {attachment.name if attachment else ''}".strip()] = english
        about = reply.about
        self.buttons |= {button.command: about for row in reply.buttons for button in row}


async def test_no_command_answers_a_german_reader_in_english(admin, site_with_news):
    editor = Editor(admin)
    for name in [*LINES, *(name for name in COMMANDS if name not in LINES)]:
        for line in lines_of(name):
            await editor.read(line.replace("{site}", site_with_news.url))

    assert editor.found == {}


async def test_no_button_leads_to_english(admin, site_with_news):
    editor = Editor(admin)
    for name in ("latest", "search", "why", "story", "digest", "digests", "sources", "unsure"):
        await editor.read(LINES[name][0])
    for line in ("/addsource {site}/heim", "/alert Deich", "/taste less s1", "/subscribe 8:30 Rom"):
        await editor.read(line.replace("{site}", site_with_news.url))
    # What these lead to may have buttons that are new.
    for _ in range(2):
        for line, about in list(editor.buttons.items()):
            await editor.read(line, about=about)

    assert editor.found == {}


async def test_no_file_is_refused_in_english(admin, site_with_news):
    editor = Editor(admin)
    opml = OPML.replace("{}", site_with_news.url).encode()
    files = {"liste.opml": opml, "leer.txt": b"", "bild.png": b"\x89PNG", "kaputt.pdf": b"%PDF"}
    for name, content in files.items():
        for command in ("/ingest", "/addsource", "/summary"):
            await editor.read(command, attachment=Attachment(name, content))

    assert editor.found == {}


async def test_neither_a_reader_without_rights_nor_the_terminal_reads_english(
    reader, terminal, site_with_news
):
    for person in (reader, terminal):
        editor = Editor(person)
        for line in (
            "/help",
            "/whoami",
            "/status",
            "/quatsch",
            "Hafen",
            "/summary 1",
            "/ingest /nirgends/x.txt",
            "/settings zone here",
        ):
            await editor.read(line)
        assert editor.found == {}


async def test_what_comes_by_itself_is_german_too(reader, app, site_with_news, clock):
    reader.language = "de"
    for line in ("/subscribe 8:30 Europe/Berlin", "/alert Deich OR Pokal", "/settings alerts 1"):
        await reader.say(line)
    dyke = Draft(title="Deich bei Tönning gebrochen", body="Er hielt nicht.", site="Nordbote")
    await bring(app, replace(dyke, url="https://norden.example/deich", language="de"))
    await tell_alerts(app)
    messages = await sent(app, READER)
    clock.move(hours=2)
    for _ in range(2):
        await tick(app)
        messages += await sent(app, READER)
        clock.move(hours=24)

    assert len(messages) > 2
    alone = english_alone()
    texts = ["\n".join([plain(each.text), *labels(each.buttons)]) for each in messages]
    assert [english for text in texts if (english := english_in(text, alone))] == []
