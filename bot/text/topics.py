"""The topics that news is sorted by, and what people call them."""

from __future__ import annotations

import re
from functools import cache

TOPICS = (
    "politics",
    "world",
    "business",
    "tech",
    "science",
    "health",
    "climate",
    "sport",
    "culture",
    "crime",
    "law",
    "weather",
)

_ALSO = {
    "politics": """political politic government election parliament politik politique politica
        política політика политика""",
    "world": """foreign international abroad global war diplomacy welt ausland monde mundo світ
        война війна мир в-мире""",
    "business": """economy economic economics finance financial money market company trade
        wirtschaft finanzen économie economie economía economia економіка бізнес экономика
        бизнес""",
    "tech": """technology technologies technological digital internet computer it ai gadget game
        technik technologie numérique tecnología tecnologia технології технологии""",
    "science": """research space astronomy wissenschaft forschung ciencia scienza наука""",
    "health": """medicine medical healthcare covid coronavirus gesundheit medizin santé sante
        salud salute здоров'я здоровье медицина""",
    "climate": """environment environmental nature green energy global-warming climate-change
        umwelt klima klimawandel climat environnement clima medio-ambiente medioambiente клімат
        довкілля климат экология""",
    "sport": """football soccer basketball baseball tennis cricket rugby olympics athletics
        fußball fussball deporte спорт""",
    "culture": """entertainment art film movie music tv television celebrity celebrities showbiz
        book media lifestyle kultur unterhaltung cultura культура""",
    "crime": """police terror terrorism kriminalität polizei blaulicht faits-divers sucesos
        crimen кримінал криминал""",
    "law": """justice legal court judiciary recht justiz droit justicia derecho право суд""",
    "weather": """disaster natural-disaster storm forecast earthquake flood wetter météo meteo
        tiempo погода""",
}

_BETWEEN = re.compile(r"[\s_-]+")


def topic_named(text: str) -> str | None:
    """Return the topic that `text` names, or None if it names none.

    Args:
        text: A topic as someone types it: in any case, in the plural, or by another usual
            name in one of six languages (`Sports`, `economy`, `Wetter`).
    """
    typed = _BETWEEN.sub("-", text.strip().casefold())
    known = _names()
    return known.get(typed) or known.get(typed.removesuffix("s"))


@cache
def _names() -> dict[str, str]:
    also = {other.casefold(): topic for topic in TOPICS for other in _ALSO[topic].split()}
    return also | {topic.removesuffix("s"): topic for topic in TOPICS} | {t: t for t in TOPICS}
