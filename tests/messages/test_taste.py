"""What was learned of a reader, in words."""

from __future__ import annotations

from bot import messages
from bot.messages.telegram_limits import plain
from storage.model import Button, Kind, Liking, Rating, Ref, Trait, TraitKind, Verdict
from tests.news import NOW

STORY = Ref(Kind.STORY, 412)
SPORT = Liking(Trait(TraitKind.TOPIC, "sport"), 2)
LAW = Liking(Trait(TraitKind.TOPIC, "law"), -1)
TIMES = Liking(Trait(TraitKind.SOURCE, "Coast <Times>"), -1 / 3)
OSLO = Liking(Trait(TraitKind.NAME, "Oslo"), 1)


def rating(
    *likings: Liking,
    about: Ref = STORY,
    verdict: Verdict = Verdict.MORE,
    title: str = "Cup <final>",
) -> Rating:
    return Rating(7, about, verdict, likings, NOW, title)


def labels(reply: messages.Reply) -> list[list[str]]:
    return [[button.label for button in row] for row in reply.buttons]


def test_a_taste_is_listed_by_kinds_with_a_button_for_each_trait():
    muted = rating(LAW, verdict=Verdict.MUTE)

    reply = messages.taste([SPORT, OSLO, TIMES, LAW], [muted, rating()], doubles=4, language="en")

    assert plain(reply.text) == (
        "Your taste\n"
        "Topics: sport +2 · law −1\n"
        "Sources: Coast <Times> −0.3\n"
        "Names: Oslo +1\n"
        "Never again: Cup <final> s412\n"
        "\n"
        "4 points double what a story counts for, −4 halve it; four times and a quarter are the "
        "most. Learned from 2 presses: the newest hundred count."
    )
    assert labels(reply) == [
        ["Reset sport", "Reset Oslo"],
        ["Reset law", "Reset Coast <Time…"],
        ["Unmute s412"],
        ["Reset all", "My filters", "Settings"],
    ]
    assert reply.buttons[1][1].command == "/taste reset Coast <Times>"


def test_a_taste_of_presses_that_outweigh_each_other_says_so():
    text = plain(messages.taste([], [rating(SPORT)], doubles=4, language="en").text)

    assert text.startswith("Your taste\nNothing counts more or less than else.\n")


def test_a_name_that_no_button_can_hold_has_none():
    long = Liking(Trait(TraitKind.NAME, "Северодвинское машиностроительное"), 1)

    assert labels(messages.taste([long], [rating(long)], doubles=4, language="en")) == [
        ["Reset all", "My filters", "Settings"]
    ]


def test_a_press_is_answered_with_what_it_made_of_the_taste():
    reply = messages.rated(rating(SPORT, TIMES), [SPORT, OSLO, TIMES], is_new=True, language="en")

    assert plain(reply.text) == (
        "More like this: Cup <final>\n"
        "Such stories count more in your digests.\n"
        "sport +2 · Coast <Times> −0.3"
    )
    assert reply.buttons == ((Button("Undo", "/taste undo s412"), Button("My taste", "/taste")),)
    assert reply.about == "s412"


def test_who_wants_less_is_offered_to_mute():
    reply = messages.rated(
        rating(LAW, TIMES, OSLO, verdict=Verdict.LESS), [], is_new=True, language="en"
    )

    commands = [button.command for row in reply.buttons[1:] for button in row]
    assert commands == ["/mute topic:law", '/mute source:"Coast <Times>"', '/mute "Oslo"']


def test_a_digest_that_is_rated_is_called_by_its_id():
    about = Ref(Kind.DIGEST, 3)
    reply = messages.rated(
        rating(LAW, about=about, verdict=Verdict.LESS, title=""), [LAW], is_new=False, language="en"
    )

    assert plain(reply.text) == (
        "Not a good digest: d3\n"
        "That was noted before.\n"
        "Such stories count less in your digests.\n"
        "law −1"
    )
    assert labels(messages.unrated(rating(about=about, verdict=Verdict.LESS), language="en")) == [
        ["👎", "My taste"]
    ]


def test_of_many_traits_the_strongest_are_named():
    many = [Liking(Trait(TraitKind.NAME, f"Name {n}"), n) for n in range(1, 10)]

    assert plain(messages.rated(rating(*many), many, is_new=True, language="en").text).endswith(
        "Name 9 +9 · Name 8 +8 · Name 7 +7 · Name 6 +6 · Name 5 +5 · Name 4 +4 · and 3 more"
    )


def test_a_german_reader_sees_the_taste_in_german():
    muted = rating(LAW, verdict=Verdict.MUTE)

    reply = messages.taste([SPORT, TIMES], [muted, rating()], doubles=4, language="de")

    assert plain(reply.text) == (
        "Ihr Geschmack\n"
        "Themen: Sport +2\n"
        "Quellen: Coast <Times> −0,3\n"
        "Nie wieder: Cup <final> s412\n"
        "\n"
        "4 Punkte verdoppeln das Gewicht einer Geschichte, −4 halbieren es; mehr als das "
        "Vierfache oder weniger als ein Viertel gibt es nicht. Gelernt aus 2 Bewertungen: Die "
        "neuesten hundert zählen."
    )
    assert labels(reply) == [
        ["Löschen: Sport", "Löschen: Coast <T…"],
        ["s412 einblenden"],
        ["Alles zurücksetzen", "Meine Filter", "Einstellungen"],
    ]


def test_a_press_of_a_german_reader_is_answered_in_german():
    reply = messages.rated(
        rating(LAW, TIMES, verdict=Verdict.LESS), [LAW], is_new=False, language="de"
    )

    assert plain(reply.text) == (
        "Weniger davon: Cup <final>\n"
        "Das war schon notiert.\n"
        "Solche Geschichten zählen in Ihren Ausgaben weniger.\n"
        "Recht −1"
    )
    assert labels(reply) == [
        ["Rückgängig", "Mein Geschmack"],
        ["Ausblenden: Recht", "Ausblenden: Coast…"],
    ]
