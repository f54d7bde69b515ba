"""Which token answers a request, without asking Slack: Bolt's own authorisation calls `auth.test` each time."""

from typing import Any

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from bot.domain.errors import BotError
from bot.domain.installation import Installation
from bot.platforms.slack.workspaces import Workspaces

log = structlog.get_logger("slack")

NOT_INSTALLED = (
    "mlsd has no working installation here, or cannot get at its memory at the moment, so nothing was done. "
    "Try again in a minute; if it stays so, ask whoever looks after it in this workspace to install it again."
)
"""What a person sees, as `user_facing_authorize_error_message` of the app."""


class Authorization(AsyncAuthorize):
    """Bolt's `authorize`. It also puts `tenant` into the context: the owner of the rows that the request may touch."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: Any,
    ) -> AuthorizeResult | None:
        """The request's authorisation, or None where nobody installed the bot.

        A failing database raises, so that Slack sends an event again; a person who waits is told instead.
        """
        try:
            found = await self._workspaces.find(enterprise_id, team_id, org_wide=bool(context.is_enterprise_install))
        except BotError as error:
            log.warning("slack.not_authorized", team=team_id, enterprise=enterprise_id, reason=str(error))
            if context.response_url is None:
                raise
            return None
        if found is None:
            log.warning("slack.not_installed", team=team_id, enterprise=enterprise_id)
            return None
        context["tenant"] = found.tenant
        return _result(found, enterprise_id, team_id, user_id)


def _result(
    found: Installation, enterprise_id: str | None, team_id: str | None, user_id: str | None
) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=enterprise_id,
        team_id=team_id,
        bot_id=found.bot_id or None,
        bot_user_id=found.bot_user_id or None,
        bot_token=found.token,
        bot_scopes=sorted(found.scopes) if found.scopes is not None else None,
        user_id=user_id,
    )
