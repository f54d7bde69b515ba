"""Bolt's installation store and state store, over ours."""

from logging import Logger, getLogger

from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store import Installation as Granted
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.domain.installation import Installation
from bot.platforms.slack.workspaces import Call, ManyWorkspaces, Register


class InstallationStore(AsyncInstallationStore):
    """Bot tokens only: the bot asks for no token of a user, and tokens do not expire."""

    def __init__(self, workspaces: ManyWorkspaces) -> None:
        self._workspaces = workspaces

    @property
    def logger(self) -> Logger:
        """Where Bolt would write."""
        return getLogger(__name__)

    async def async_save(self, installation: Granted) -> None:
        """Keep what Slack granted."""
        await self._workspaces.save(from_granted(installation))

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,  # noqa: ARG002  # Bolt's signature
        is_enterprise_install: bool | None = False,
    ) -> Granted | None:
        """The installation that a request belongs to, whoever made it."""
        found = await self._workspaces.find(enterprise_id, team_id, org_wide=bool(is_enterprise_install))
        return None if found is None else to_granted(found)

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """The same as a bot."""
        found = await self._workspaces.find(enterprise_id, team_id, org_wide=bool(is_enterprise_install))
        return None if found is None else to_granted(found).to_bot()

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """The bot's token was revoked."""
        await self._workspaces.revoked(enterprise_id, team_id)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """As `async_delete_bot`; nothing where only a user's token goes, which the bot never had."""
        if user_id is None:
            await self._workspaces.revoked(enterprise_id, team_id)

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """The app was uninstalled."""
        await self._workspaces.uninstalled(enterprise_id, team_id)


class StateStore(AsyncOAuthStateStore):
    """The words by which a browser that comes back from Slack is known again."""

    def __init__(self, register: Register, call: Call) -> None:
        self._register = register
        self._call = call

    @property
    def logger(self) -> Logger:
        """Where Bolt would write."""
        return getLogger(__name__)

    async def async_issue(self, *_: object, **__: object) -> str:
        """A new one."""
        return await self._call(self._register.new_state)

    async def async_consume(self, state: str) -> bool:
        """Whether it is good; it is so once."""
        return await self._call(lambda: self._register.use_state(state))


def from_granted(granted: Granted) -> Installation:
    """What Bolt's flow learnt, as the bot keeps it."""
    return Installation(
        enterprise_id=granted.enterprise_id,
        team_id=None if granted.is_enterprise_install else granted.team_id,
        bot_user_id=granted.bot_user_id or "",
        token=granted.bot_token or "",
        bot_id=granted.bot_id or "",
        app_id=granted.app_id or "",
        name=(granted.enterprise_name if granted.is_enterprise_install else granted.team_name) or "",
        scopes=frozenset(granted.bot_scopes or ()),
    )


def to_granted(kept: Installation) -> Granted:
    """What the bot keeps, in Bolt's terms. Who installed it is not kept."""
    return Granted(
        app_id=kept.app_id,
        enterprise_id=kept.enterprise_id,
        team_id=kept.team_id,
        team_name=kept.name,
        bot_token=kept.token,
        bot_id=kept.bot_id,
        bot_user_id=kept.bot_user_id,
        bot_scopes=sorted(kept.scopes or ()),
        user_id="",
        is_enterprise_install=kept.is_org_wide,
        installed_at=kept.installed_at.timestamp() if kept.installed_at else None,
    )
