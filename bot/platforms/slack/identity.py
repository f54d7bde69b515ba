"""Whose bot token it is: the one call of `auth.test`, at start or when somebody asks the doctor."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.installation import Installation
from bot.platforms.slack.errors import CALL_ERRORS, SlackUnreachable, explain


async def identify(token: str, api: str, name: str = "SLACK_BOT_TOKEN") -> Installation:
    """The installation behind a bot token. `api` ends with a slash, `name` is what the operator calls the token.

    Raises SlackRefused where Slack does not take the token, SlackUnreachable where it cannot be asked.
    """
    client = AsyncWebClient(token, base_url=api, retry_handlers=[])
    try:
        found = await client.auth_test()
    except CALL_ERRORS as error:
        raise explain(error, name) from None
    except AttributeError:  # what slack_sdk makes of JSON that is no object
        raise SlackUnreachable(f"What answers at {api} is not Slack.", "Check SLACK_API_URL and HTTPS_PROXY.") from None
    return _installation(found.data if isinstance(found.data, dict) else {}, found.headers, token)


def _installation(found: Mapping[str, Any], headers: Mapping[str, Any], token: str) -> Installation:
    org_wide = bool(found.get("is_enterprise_install"))
    granted = headers.get("x-oauth-scopes")
    return Installation(
        enterprise_id=found.get("enterprise_id"),
        team_id=None if org_wide else found.get("team_id"),
        bot_user_id=str(found.get("user_id") or ""),
        token=token,
        bot_id=str(found.get("bot_id") or ""),
        app_id=str(found.get("app_id") or ""),
        name=str(found.get("team") or ""),
        scopes=None if granted is None else frozenset(scope.strip() for scope in granted.split(",")),
    )
