"""What Slack gave for the app, and whether it is enough: each gap is told before anything is tried."""

from dataclasses import dataclass, field

from bot.domain.errors import BotError

DEFAULT_API = "https://slack.com/api/"
GUIDE = "README.md shows the way: 'Slack in two minutes'."


class BadCredentials(BotError):
    """Something is missing among the `SLACK_` variables, or is in the wrong one."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Empty where not given. `api` ends with a slash."""

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    api: str = DEFAULT_API

    @property
    def uses_socket(self) -> bool:
        """Whether events come over Socket Mode; else Slack posts them."""
        return bool(self.app_token)

    @property
    def serves_many(self) -> bool:
        """Whether workspaces install the app by themselves, and tokens are in the database."""
        return not self.bot_token


def check(given: Credentials) -> None:
    """Raises BadCredentials for the first thing that is missing or misplaced."""
    _check_kind("SLACK_BOT_TOKEN", given.bot_token, ("xoxb-", "xoxe.xoxb-"), "Bot User OAuth Token, which begins xoxb-")
    _check_kind("SLACK_APP_TOKEN", given.app_token, ("xapp-",), "App-Level Token, which begins xapp-")
    if bool(given.client_id) != bool(given.client_secret):
        lone = "SLACK_CLIENT_SECRET" if given.client_id else "SLACK_CLIENT_ID"
        raise BadCredentials(f"{lone} is missing.", "Both are on the app's page under Basic Information.")
    if not (given.bot_token or given.client_id):
        raise BadCredentials(
            "The bot has no way into any Slack workspace: SLACK_BOT_TOKEN is not set.",
            f"Set it, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET to serve many workspaces. {GUIDE}",
        )
    if not (given.app_token or given.signing_secret):
        raise BadCredentials(
            "Slack has no way to reach the bot: SLACK_APP_TOKEN is not set.",
            f"Set it for Socket Mode, or SLACK_SIGNING_SECRET to receive requests over HTTP. {GUIDE}",
        )


def _check_kind(variable: str, token: str, beginnings: tuple[str, ...], kind: str) -> None:
    if token and not token.startswith(beginnings):
        raise BadCredentials(f"{variable} does not hold a token of its kind.", f"Put the {kind} there.")
