"""The app as Slack should know it: only what the bot uses, each scope with its reason.

Source: Slack's manifest schema, version 2.0.0.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.domain.errors import BotError

SCOPES: Mapping[str, str] = {
    "chat:write": "send you cards and answers",
    "commands": "offer the command /mlsd",
    "files:write": "send you the file of an export",
    "im:history": "read what you write to mlsd itself, and nothing else",
    "im:write": "open the direct messages with you",
    "users:read": "know your time zone, so that drills come at your hour",
}
EVENTS = ("app_home_opened", "app_uninstalled", "message.im", "tokens_revoked", "user_change")

EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

NAME = "mlsd"
COMMAND = "/mlsd"
DESCRIPTION = "Short daily drills for machine learning system design interviews"
USAGE = "drill [topic] | scenario [topic] | lookup TERM | stats | settings | help"
COLOUR = "#1f4e79"

Json = dict[str, Any]


class BadManifest(BotError):
    """A manifest cannot be made of what was given."""


class MissingScopes(BotError):
    """An installation may do less than the bot needs."""


def manifest(url: str = "", *, socket: bool = False) -> Json:
    """The app's manifest as JSON data.

    Slack reaches the bot over Socket Mode, or posts to `url`; with both, `url` only serves the installation pages.
    Raises BadManifest without either, and for an address that Slack would not take.
    """
    if not (socket or url):
        raise BadManifest(
            "Slack must know how to reach the bot.",
            "Add --socket, for which no public address is needed, or --url https://… (or set MLSD_PUBLIC_URL).",
        )
    base = _checked(url)
    return {
        "display_information": {"name": NAME, "description": DESCRIPTION, "background_color": COLOUR},
        "features": _features("" if socket else base),
        "oauth_config": _oauth(base),
        "settings": _settings("" if socket else base, socket=socket),
    }


def missing_scopes(granted: Iterable[str]) -> list[str]:
    """The scopes that the bot needs and an installation lacks, by name."""
    return sorted(SCOPES.keys() - set(granted))


def require_scopes(granted: Iterable[str] | None, where: str) -> None:
    """Raises MissingScopes where an installation lacks some; None, what Slack did not say, passes."""
    missing = [] if granted is None else missing_scopes(granted)
    if missing:
        raise MissingScopes(
            f"The app may not do all that it should in {where}: {', '.join(missing)} is missing.",
            "Paste the output of `mlsd slack manifest` into the app's settings, then install the app again.",
        )


def _features(base: str) -> Json:
    command = {"command": COMMAND, "description": DESCRIPTION, "usage_hint": USAGE, "should_escape": False}
    return {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": NAME, "always_online": True},
        "slash_commands": [command | _reached_at(base, "url")],
    }


def _oauth(base: str) -> Json:
    redirect = {"redirect_urls": [base + REDIRECT_PATH]} if base else {}
    return {**redirect, "scopes": {"bot": sorted(SCOPES)}}


def _settings(base: str, *, socket: bool) -> Json:
    return {
        "event_subscriptions": {"bot_events": list(EVENTS)} | _reached_at(base, "request_url"),
        "interactivity": {"is_enabled": True} | _reached_at(base, "request_url"),
        "org_deploy_enabled": True,
        "socket_mode_enabled": socket,
        "token_rotation_enabled": False,
    }


def _reached_at(base: str, name: str) -> Json:
    return {name: base + EVENTS_PATH} if base else {}


def _checked(url: str) -> str:
    """Without the last slash. Slack sends nothing over plain http."""
    parts = urlsplit(url)
    if url and (parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment):
        raise BadManifest(f"{url} is no address that Slack would use.", "Give one such as https://mlsd.example.org.")
    return url.rstrip("/")
