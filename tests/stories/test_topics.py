"""What news is about: twelve topics, in the words of six languages."""

import pytest

from bot.languages import load_language
from bot.stories.topics import models, rules_of, topics_of
from bot.text.topics import TOPICS, topic_named
from tests.benchmarks.topic_labels import labels

# Titles and the topic that comes first.
TITLES = (
    ("en", "Senate passes budget bill after all-night vote", "politics"),
    ("en", "Ceasefire talks stall as rebels shell the capital", "world"),
    ("en", "Shares fall as retailer warns on profits", "business"),
    ("en", "Hackers steal passwords of a million users", "tech"),
    ("en", "Astronomers find a planet with two suns", "science"),
    ("en", "Hospitals run out of flu vaccine", "health"),
    ("en", "Carbon emissions rise for a third year", "climate"),
    ("en", "Striker scores twice in cup final", "sport"),
    ("en", "Actress wins Oscar for her first film", "culture"),
    ("en", "Two men arrested after jewellery robbery", "crime"),
    ("en", "Appeals court upholds ruling against the merchant", "law"),
    ("en", "Blizzard shuts roads in the north", "weather"),
    ("de", "Bundestag stimmt über neues Wahlrecht ab", "politics"),
    ("de", "Torhüter rettet Unentschieden in der Bundesliga", "sport"),
    ("de", "Hochwasser: Tausende verlassen ihre Häuser", "weather"),
    ("fr", "Le Sénat rejette le projet de loi du gouvernement", "politics"),
    ("fr", "Inondations : trois villages sans électricité", "weather"),
    ("es", "El delantero marca dos goles en la final de la copa", "sport"),
    ("es", "La inflación sube y la bolsa cae", "business"),
    ("uk", "Верховна Рада ухвалила бюджет на наступний рік", "politics"),
    ("uk", "Воротар врятував збірну у півфіналі кубка", "sport"),
    ("uk", "Синоптики попереджають про сильний снігопад", "weather"),
    ("ru", "Учёные нашли новый вид динозавров", "science"),
    ("ru", "Сборная вышла в полуфинал чемпионата", "sport"),
)


@pytest.mark.parametrize(
    ("language", "title", "topic"),
    TITLES,
    ids=[f"{row[0]} {row[2]} {row[1][:12]}" for row in TITLES],
)
def test_a_headline_is_about_what_its_words_say(language, title, topic):
    assert topics_of(title, "", language)[:1] == (topic,)


def test_a_text_may_be_about_several_topics_and_at_most_three():
    topics = topics_of(
        "Supreme Court judge rules that Senate election was fraud",
        "Police arrested a senator. Shares fell. Hospitals, doctors and patients protested.",
        "en",
    )
    assert {"law", "politics"} <= set(topics)
    assert len(topics) <= 3


def test_what_says_nothing_is_about_nothing():
    assert topics_of("Nine things to do on a Sunday", "", "en") == ()
    assert topics_of("", "", "en") == ()
    assert topics_of("港口罢工结束", "", "zh") == ()


def test_a_section_of_the_site_tells_the_topic_where_words_do_not():
    title = "“We are all very tired”"
    assert topics_of(title, "", "en", url="https://harbour-post.example/sport/1234") == ("sport",)
    assert topics_of("港口", "", "zh", url="https://a.example/zh/business/9") == ("business",)
    assert topics_of(title, "", "en", url="https://harbour-post.example/1234/sport") == ()


def test_an_unknown_language_is_told_by_its_letters():
    assert topics_of("Синоптики попереджають про снігопад і ожеледь", "", "")[0] == "weather"
    assert topics_of("Учёные нашли новый вид динозавров", "", "")[0] == "science"
    assert topics_of("Blizzard shuts roads in the north", "", "")[0] == "weather"


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "uk", "ru"])
def test_every_language_has_rules_for_every_topic(language):
    rules = rules_of(language)
    assert rules is not None
    known = load_language(language)
    assert all(known.topics_sure[topic] and known.topics_hint[topic] for topic in TOPICS)


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        pytest.param("sport", "sport", id="as it is"),
        pytest.param(" SPORT ", "sport", id="in capitals"),
        pytest.param("sports", "sport", id="plural"),
        pytest.param("politic", "politics", id="singular"),
        pytest.param("technology", "tech", id="in full"),
        pytest.param("Economy", "business", id="another usual name"),
        pytest.param("global warming", "climate", id="two words"),
        pytest.param("Wetter", "weather", id="German"),
        pytest.param("погода", "weather", id="Ukrainian"),
        pytest.param("knitting", None, id="none"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_topics_have_other_usual_names(typed, topic):
    assert topic_named(typed) == topic


def test_hostile_text_costs_no_more_than_its_beginning():
    assert topics_of("a-" * 50_000, "b " * 1_000_000, "en") == ()


def test_weights_name_what_no_rule_does():
    alone, both = models()
    assert topics_of("Sequel tops the charts after trilogy", "", "en") == ("culture",)
    assert len(both.stems) > 1_000
    assert not alone.stems


def test_labels_are_ids_and_topics_and_no_text():
    known = labels()
    assert len(known) >= 300
    assert {topic for label in known.values() for topic in label.topics} == set(TOPICS)
    assert max(len(row) for _, row in known) < 60
