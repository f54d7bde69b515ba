"""What Slack refuses, said so that whoever runs the bot can mend it. No message holds a token."""

from collections.abc import Mapping
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from bot.domain.errors import BotError

CALL_ERRORS = (SlackApiError, ClientError, TimeoutError, OSError)
"""What a call of the Web API may raise."""


class SlackRefused(BotError):
    """Slack says no, and will say so again until somebody mends it."""


class SlackUnreachable(BotError):
    """Slack cannot be reached, or is not well; waiting may help."""


Advice = tuple[str, str]

_COPY = "Copy it again from your app's page at api.slack.com/apps: bot token under OAuth & Permissions, app token under"
_COPY += " Basic Information."
_AGAIN = "Install the app again, and give the bot the new token."
_ADMIN = "Ask an administrator of the workspace to allow the app."

_REFUSED: dict[str, Advice] = {
    "invalid_auth": ("Slack does not know {token}.", _COPY),
    "not_authed": ("{token} is empty.", _COPY),
    "not_allowed_token_type": ("{token} is a token of another kind.", _COPY),
    "token_revoked": ("{token} was revoked.", _AGAIN),
    "token_expired": ("{token} has expired.", _AGAIN),
    "account_inactive": ("{token} is of an app that was removed, or of a workspace that is gone.", _AGAIN),
    "invalid_client_id": ("Slack does not know SLACK_CLIENT_ID.", _COPY),
    "bad_client_secret": ("SLACK_CLIENT_SECRET does not belong to SLACK_CLIENT_ID.", _COPY),
    "bad_redirect_uri": (
        "The app's redirect URL is not the bot's public address.",
        "Make MLSD_PUBLIC_URL the address in the app's manifest.",
    ),
    "invalid_code": ("The permission to install has expired.", "Begin the installation again."),
    "code_already_used": ("The permission to install was used before.", "Begin the installation again."),
    "access_denied": ("The workspace's rules forbid the app.", _ADMIN),
    "accesslimited": ("The workspace's rules forbid the app.", _ADMIN),
    "org_login_required": ("The workspace is moving to an organisation.", "Wait until that is done."),
    "team_access_not_granted": ("The organisation has not given the app to this workspace.", _ADMIN),
}
_TROUBLE = frozenset({"ratelimited", "fatal_error", "internal_error", "service_unavailable", "request_timeout"})


def explain(error: BaseException, token: str) -> BotError:
    """An error of CALL_ERRORS as a sentence with the next step; `token` is what the operator calls the token."""
    if not isinstance(error, SlackApiError):
        reason = str(error) or type(error).__name__
        return SlackUnreachable(f"Slack cannot be reached: {reason}.", "Check the network, HTTPS_PROXY, SLACK_API_URL.")
    code = error_code(error)
    if not code or code in _TROUBLE:
        said = code or f"HTTP {_status(error)}"
        return SlackUnreachable(f"Slack has a problem of its own ({said}).", "Try again in a minute.")
    if code == "missing_scope":
        return SlackRefused(f"{token} lacks the scope {_needed(error)}.", "Install the app again from its manifest.")
    message, next_step = _REFUSED.get(code, ("Slack refuses {token}, saying " + code + ".", _COPY))
    return SlackRefused(message.replace("{token}", token), next_step)


def said(error: BaseException) -> str:
    """What became of a call, for the log: only some refusals are about the token."""
    code = error_code(error) if isinstance(error, SlackApiError) else ""
    if not code or code in _TROUBLE or code in _REFUSED or code == "missing_scope":
        return str(explain(error, "the bot token"))
    return f"Slack refused a call: {code}."


def error_code(error: SlackApiError) -> str:
    """Slack's word for what is wrong; empty where the answer was none of Slack's."""
    return str(_answer(error).get("error") or "")


def _needed(error: SlackApiError) -> str:
    return str(_answer(error).get("needed") or "it needs")


def _answer(error: SlackApiError) -> Mapping[str, Any]:
    """What came as JSON, in the shapes that slack_sdk hands it over in."""
    answer = getattr(error.response, "data", error.response)
    return answer if isinstance(answer, Mapping) else {}


def _status(error: SlackApiError) -> int | str:
    status = getattr(error.response, "status_code", None) or getattr(error.response, "status", None)
    return status if isinstance(status, int) else "without a status"
