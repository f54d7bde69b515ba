"""The manifest is one that Slack takes, and asks for what the bot uses and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from typer.testing import CliRunner

from bot.cli import app
from bot.commands import TABLE
from bot.platforms.slack.manifest import (
    EVENTS,
    SCOPES,
    USAGE,
    BadManifest,
    MissingScopes,
    manifest,
    missing_scopes,
    require_scopes,
)
from tests.loopback.slack.grants import BOT_EVENTS, BOT_SCOPES
from tests.loopback.slack.web_api import METHODS

SCHEMA = json.loads((Path(__file__).parent / "data" / "manifest.schema.json").read_text())
URL = "https://mlsd.example.org"
KINDS = {
    "socket": manifest(socket=True),
    "http": manifest(URL),
    "socket with install pages": manifest(URL, socket=True),
}

SCOPE_OF_EVENT = {"message.im": "im:history", "user_change": "users:read"}
"""Source: Slack's reference of events; the others need none."""


@pytest.mark.parametrize("made", KINDS.values(), ids=KINDS)
def test_slack_takes_it(made: dict[str, Any]) -> None:
    """Slack's own schema finds no fault, neither a missing nor an unknown nor an overlong part."""
    assert list(Draft7Validator(SCHEMA).iter_errors(made)) == []


def test_the_schema_would_find_faults() -> None:
    """The extract that the test above uses is strict enough to be worth asking."""
    made = manifest(URL)
    made["settings"]["socket_mode"] = True
    made["features"]["slash_commands"][0]["command"] = "mlsd"
    made["display_information"]["name"] = "m" * 36

    assert len(list(Draft7Validator(SCHEMA).iter_errors(made))) == 3


@pytest.mark.parametrize("made", KINDS.values(), ids=KINDS)
def test_it_turns_on_what_the_bot_needs(made: dict[str, Any]) -> None:
    """People can write to the bot, see its home, press its buttons; organisations can install it."""
    home = made["features"]["app_home"]
    assert (home["home_tab_enabled"], home["messages_tab_enabled"]) == (True, True)
    assert home["messages_tab_read_only_enabled"] is False
    assert made["settings"]["interactivity"]["is_enabled"] is True
    assert made["settings"]["org_deploy_enabled"] is True
    assert made["settings"]["token_rotation_enabled"] is False  # tokens that expire are not renewed
    assert set(made["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS) == set(BOT_EVENTS)


def test_over_sockets_slack_posts_nowhere() -> None:
    """No request URL is left that Slack would want to verify."""
    text = json.dumps(KINDS["socket"])

    assert KINDS["socket"]["settings"]["socket_mode_enabled"] is True
    assert "http" not in text
    assert "request_url" not in json.dumps(KINDS["socket with install pages"])


def test_over_http_everything_goes_to_the_web_server() -> None:
    """Events, presses and commands have one address, the way back from consent another; a slash too many is no harm."""
    made = manifest(f"{URL}/")
    settings = made["settings"]

    assert settings["socket_mode_enabled"] is False
    assert {
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        made["features"]["slash_commands"][0]["url"],
    } == {f"{URL}/slack/events"}
    assert made["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]


def test_scopes_are_those_of_the_events_and_calls() -> None:
    """Each event's scope is there; each scope is one that an event or a call needs; each has its reason."""
    needed = {method.scope for method in METHODS.values()} | set(SCOPE_OF_EVENT.values()) | {"commands"}

    assert set(SCOPE_OF_EVENT.values()) <= SCOPES.keys() <= needed & set(BOT_SCOPES)
    assert all(SCOPES.values())


def test_the_usage_hint_names_commands_that_exist() -> None:
    """What Slack shows while one types is never a command of yesterday."""
    words = {part.split()[0] for part in USAGE.split(" | ")}

    assert words <= {command.name for command in TABLE}


@pytest.mark.parametrize("url", ["http://mlsd.example.org", "mlsd.example.org", "https://", f"{URL}/?a=b", "ftp://x"])
def test_an_address_that_slack_would_not_use_is_refused(url: str) -> None:
    """The message shows what a good one looks like."""
    with pytest.raises(BadManifest, match=r"https://mlsd\.example\.org"):
        manifest(url)


def test_without_a_way_to_the_bot_both_ways_are_told() -> None:
    """Who gives neither learns of both."""
    with pytest.raises(BadManifest, match=r"--socket.*--url"):
        manifest()


def test_missing_scopes_are_named_with_the_way_to_get_them() -> None:
    """An installation from before the bot needed a scope is told so, and where; one with more is fine."""
    assert missing_scopes(SCOPES) == missing_scopes([*SCOPES, "pins:read"]) == []
    assert missing_scopes([]) == sorted(SCOPES)
    with pytest.raises(MissingScopes, match=r"in Acme: im:history, users:read is missing.*install the app again"):
        require_scopes({"chat:write", "commands", "files:write", "im:write"}, "Acme")
    require_scopes(SCOPES, "Acme")
    require_scopes(None, "where Slack did not say")


def test_the_command_prints_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """`mlsd slack manifest` prints JSON alone; the public address may come from the environment."""
    monkeypatch.delenv("MLSD_PUBLIC_URL", raising=False)
    run = CliRunner().invoke

    assert json.loads(run(app, ["slack", "manifest", "--socket"]).output) == KINDS["socket"]
    assert json.loads(run(app, ["slack", "manifest", "--url", URL]).output) == KINDS["http"]
    assert isinstance(run(app, ["slack", "manifest"]).exception, BadManifest)
    monkeypatch.setenv("MLSD_PUBLIC_URL", URL)
    assert json.loads(run(app, ["slack", "manifest"]).output) == KINDS["http"]
