"""Settings: defaults that work, one clear sentence for what doesn't."""

from dataclasses import fields
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import messages
from bot.errors import SettingsError
from bot.settings import Access, Settings, load_settings

ROOT = Path(__file__).parent.parent
NOWHERE = Path("/nonexistent/.env")


def load(**environment):
    return load_settings(environment, dotenv=NOWHERE)


def test_without_any_setting_the_defaults_hold():
    assert load() == Settings()


def test_env_example_lists_each_setting_with_its_default():
    listed = [
        line.partition("=")[0]
        for line in (ROOT / ".env.example").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    assert listed == [setting.name.upper() for setting in fields(Settings)]
    assert load_settings({}, dotenv=ROOT / ".env.example") == Settings()


def test_the_environment_wins_over_the_file(tmp_path):
    dotenv = tmp_path / ".env"
    dotenv.write_text("FEED_MINUTES=15\nDIGEST_STORIES=10\n")
    settings = load_settings({"FEED_MINUTES": "60"}, dotenv=dotenv)
    assert (settings.feed_minutes, settings.digest_stories) == (60, 10)


@pytest.mark.parametrize(
    ("variable", "text", "expected"),
    [
        pytest.param("ADMIN_IDS", "12, 34 -100", frozenset({12, 34, -100}), id="ids"),
        pytest.param("ACCESS", "Listed", Access.LISTED, id="access"),
        pytest.param("ALLOW_PRIVATE_NETWORKS", "yes", True, id="yes"),
        pytest.param("ZONE", "Europe/Kyiv", ZoneInfo("Europe/Kyiv"), id="zone"),
        pytest.param("VECTORS", "MiniLM", "minilm", id="vectors"),
        pytest.param("LOG_LEVEL", "debug", "DEBUG", id="level"),
        pytest.param("DATABASE_URL", "sqlite:///a.db", "sqlite+aiosqlite:///a.db", id="sqlite"),
        pytest.param(
            "DATABASE_URL",
            "postgres://u:p@h/n",
            "postgresql+psycopg://u:p@h/n",
            id="postgres",
        ),
        pytest.param(
            "ALLOWED_UPDATES",
            "message,edited_message",
            ("message", "edited_message"),
            id="names",
        ),
    ],
)
def test_a_setting_is_read_as_people_write_it(variable, text, expected):
    assert getattr(load(**{variable: text}), variable.lower()) == expected


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        pytest.param("ADMIN_IDS", "me", id="ids"),
        pytest.param("ACCESS", "closed", id="access"),
        pytest.param("ALLOW_PRIVATE_NETWORKS", "maybe", id="yes or no"),
        pytest.param("FEED_MINUTES", "4", id="too small"),
        pytest.param("DIGEST_STORIES", "many", id="no number"),
        pytest.param("ZONE", "Mars/Olympus", id="zone"),
        pytest.param("DATABASE_URL", "mysql://user:secret@host/name", id="database"),
        pytest.param("DATABASE_URL", "sqlite", id="no address"),
        pytest.param("TELEGRAM_BASE_URL", "api.telegram.org", id="no scheme"),
        pytest.param("LOG_LEVEL", "LOUD", id="level"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_variable(variable, text):
    with pytest.raises(SettingsError) as caught:
        load(**{variable: text})
    assert caught.value.variable == variable
    told = messages.error(caught.value, language="en").text
    assert told.startswith(f"{variable}: ")
    assert told.endswith(".")
    assert "secret" not in told + str(caught.value)


def test_secrets_are_not_shown_when_settings_are_printed():
    settings = load(
        TELEGRAM_BOT_TOKEN="12:secret", DATABASE_URL="postgresql://user:secret@host/name"
    )
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("access", "user_id", "chat_id", "expected"),
    [
        pytest.param(Access.OPEN, 9, 9, True, id="open to everybody"),
        pytest.param(Access.LISTED, 9, 9, False, id="not listed"),
        pytest.param(Access.LISTED, 5, 5, True, id="listed user"),
        pytest.param(Access.LISTED, 9, -7, True, id="listed group"),
        pytest.param(Access.LISTED, 1, 1, True, id="admin"),
    ],
)
def test_access_is_by_list_or_open(access, user_id, chat_id, expected):
    settings = Settings(access=access, admin_ids=frozenset({1}), allowed_ids=frozenset({5, -7}))
    assert settings.may_use(user_id, chat_id) == expected
