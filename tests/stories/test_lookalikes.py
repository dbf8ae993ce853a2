"""Events that are alike are stories of their own: one town's, one club's, one country's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.stories.assign import Grouper
from storage.model import Draft
from tests.news import NOW

CRASH = (
    "Lorry crash closes bridge in Harrowby",
    (
        "The Mill Street bridge in Harrowby was closed on Monday morning after a lorry broke "
        "through the railing and came to rest above the river. The driver climbed out unhurt. "
        "Engineers are looking at the damaged railing, and lorries over twelve tonnes must take "
        "the bypass until the bridge has been repaired, the council said."
    ),
)
CRASH_AGAIN = (
    "Lorry hangs over river after breaking bridge railing in Harrowby",
    (
        "A lorry that broke through the railing of the Mill Street bridge in Harrowby was hanging "
        "above the river on Monday. Its driver was unhurt. A crane will lift it tonight, and "
        "engineers will then look at the bridge, the council said."
    ),
)
STABBING = (
    "Man stabbed outside cafe in Harrowby",
    (
        "A man of 41 was stabbed outside a cafe in Mill Street in Harrowby on Monday and taken to "
        "hospital with wounds to his chest. Detectives asked witnesses to come forward. He "
        "fled on a bicycle and wore a dark jacket with a hood."
    ),
)
RECALL = (
    "Ostrand recalls biscuits over nuts missing from label",
    (
        "Ostrand Foods has recalled 9,000 packets of oat biscuits because the label does not say "
        "that they contain hazelnuts. Customers can bring the packets back to any shop. Nobody has "
        "fallen ill so far, the food agency said."
    ),
)
TAKEOVER = (
    "Ostrand shareholders vote for sale to Meriden",
    (
        "Shareholders of Ostrand Foods voted on Thursday to sell the company to the Meriden group "
        "for 1.4 billion dollars. The board had backed the offer, which is a third above the price "
        "of the shares in June. Regulators are expected to decide by spring."
    ),
)
BOMBE = (
    "Bombe in Erlstedt gefunden",
    (
        "In Erlstedt haben Bauarbeiter am Montag eine Bombe aus dem Zweiten Weltkrieg gefunden. "
        "Rund 3.000 Anwohner müssen ihre Wohnungen verlassen, bevor Sprengmeister den Zünder am "
        "Nachmittag entschärfen. Der Bahnverkehr ist unterbrochen."
    ),
)
TARIF = (
    "Erlstedt hebt Eintritt für Hallenbad an",
    (
        "In Erlstedt kostet der Eintritt ins Hallenbad vom neuen Jahr an sechs Euro. Der Stadtrat "
        "begründete das mit höheren Kosten für Gas und Strom. Familien erhalten weiterhin einen "
        "Nachlass, und Kinder unter sechs Jahren zahlen nichts."
    ),
)


async def stories_of(store, *texts, language="en") -> list[int]:
    grouper = Grouper()
    found = []
    for number, (title, body) in enumerate(texts):
        at = NOW + timedelta(hours=number)
        draft = Draft(title, body, url=f"https://post.example/{number}", language=language)
        async with store.write() as tx:
            article, _ = await tx.articles.add(draft, published=True, now=at)
            found.append(await grouper.place(article, tx=tx, now=at))
    return found


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        pytest.param((CRASH, STABBING), "en", id="two events in one street"),
        pytest.param((RECALL, TAKEOVER), "en", id="two events of one company"),
        pytest.param((BOMBE, TARIF), "de", id="two events of one town, in German"),
    ],
)
async def test_events_that_share_names_alone_are_two_stories(store, texts, language):
    one, other = await stories_of(store, *texts, language=language)

    assert one != other


async def test_two_reports_of_one_event_are_one_story_beside_its_look_alike(store):
    crash, stabbing, again = await stories_of(store, CRASH, STABBING, CRASH_AGAIN)

    assert crash == again != stabbing
