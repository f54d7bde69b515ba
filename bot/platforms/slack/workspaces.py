"""Who installed the bot, as requests ask for it and as Slack's news change it. What is kept lies behind the door."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

from bot.domain.installation import Installation, tenant_of
from bot.platforms.slack.remembered import Remembered

Result = TypeVar("Result")

CLOCKS_APART = timedelta(minutes=1)


class Call(Protocol):
    """Runs synchronous work in a thread of its owner."""

    def __call__(self, work: Callable[[], Result], /) -> Awaitable[Result]:
        """The work's result."""


class Register(Protocol):
    """Where installations are kept: synchronous calls, each a transaction."""

    def save(self, installation: Installation) -> None:
        """Keep one, in the place of an older one of its tenant."""

    def find(self, tenant: str) -> Installation | None:
        """The tenant's own."""

    def revoke(self, tenant: str, told_at: datetime | None = None) -> None:
        """Forget its token, unless it is newer than the news."""

    def uninstall(self, tenant: str, told_at: datetime | None = None) -> None:
        """Forget the tenant and its people, unless its installation is newer than the news."""

    def new_state(self) -> str:
        """A word for one installation under way."""

    def use_state(self, state: str) -> bool:
        """Whether the word is good; it is so once."""


class Workspaces(Protocol):
    """One workspace by a token in the environment, or many that installed the app by themselves.

    Of the two ids, an organisation-wide installation has no team. `told_at` is an event's own time, seconds since 1970.
    """

    async def find(self, enterprise_id: str | None, team_id: str | None, *, org_wide: bool) -> Installation | None:
        """The installation that a request belongs to; `org_wide` is what the request says of it."""

    async def revoked(self, enterprise_id: str | None, team_id: str | None, told_at: float | None = None) -> None:
        """A bot token is gone: it is used no more."""

    async def uninstalled(self, enterprise_id: str | None, team_id: str | None, told_at: float | None = None) -> None:
        """The app was removed: token, tenant, and the people who have no account elsewhere go."""


class ManyWorkspaces:
    """Workspaces that installed the app by themselves; their installations are remembered for a while."""

    def __init__(self, register: Register, call: Call, clock: Callable[[], float] = time.monotonic) -> None:
        self._register = register
        self._call = call
        self._remembered: Remembered[tuple[str, ...], Installation] = Remembered(self._look_up, clock)

    async def save(self, installation: Installation) -> None:
        """Keep an installation, and use it from the next request on."""
        await self._call(partial(self._register.save, installation))
        self._forget(installation.tenant)

    async def find(self, enterprise_id: str | None, team_id: str | None, *, org_wide: bool) -> Installation | None:
        """The organisation's where the request says so, else the team's; failing that, the other one."""
        order = (enterprise_id, team_id) if org_wide else (team_id, enterprise_id)
        return await self._remembered.get(tuple(name for name in order if name))

    async def revoked(self, enterprise_id: str | None, team_id: str | None, told_at: float | None = None) -> None:
        """Forget the token."""
        tenant = tenant_of(enterprise_id, team_id)
        await self._drop(tenant, partial(self._register.revoke, tenant, _instant(told_at)))

    async def uninstalled(self, enterprise_id: str | None, team_id: str | None, told_at: float | None = None) -> None:
        """Forget the token and the tenant."""
        tenant = tenant_of(enterprise_id, team_id)
        await self._drop(tenant, partial(self._register.uninstall, tenant, _instant(told_at)))

    async def _drop(self, tenant: str, work: Callable[[], None]) -> None:
        self._forget(tenant)
        await self._call(work)
        self._forget(tenant)  # a request may have found it once more meanwhile

    def _forget(self, tenant: str) -> None:
        self._remembered.forget(lambda names: any(tenant_of(None, name) == tenant for name in names))

    async def _look_up(self, names: tuple[str, ...]) -> Installation | None:
        for name in names:
            found = await self._call(partial(self._register.find, tenant_of(None, name)))
            if found is not None:
                return found
        return None


class OneWorkspace:
    """The workspace, or the organisation, of a bot token in the environment; requests of others are nobody's."""

    def __init__(self, only: Installation, register: Register, call: Call, since: datetime | None = None) -> None:
        self._only: Installation | None = only
        self._register = register
        self._call = call
        self._since = since or datetime.now(UTC)  # then the token was good

    async def find(self, enterprise_id: str | None, team_id: str | None, *, org_wide: bool) -> Installation | None:  # noqa: ARG002  # the token itself tells
        """The only installation, if the request is of its workspace or organisation."""
        only = self._only
        if only is None:
            return None
        is_ours = enterprise_id == only.enterprise_id if only.is_org_wide else team_id == only.team_id
        return only if is_ours else None

    async def revoked(self, enterprise_id: str | None, team_id: str | None, told_at: float | None = None) -> None:
        """Use the token no more."""
        if self._only is not None and self._only.tenant == tenant_of(enterprise_id, team_id):
            self._only = self._only if self._is_old(told_at) else None

    async def uninstalled(self, enterprise_id: str | None, team_id: str | None, told_at: float | None = None) -> None:
        """Use the token no more; forget the tenant. News from before the start are about an earlier token."""
        if self._is_old(told_at):
            return
        await self.revoked(enterprise_id, team_id)
        await self._call(partial(self._register.uninstall, tenant_of(enterprise_id, team_id), _instant(told_at)))

    def _is_old(self, told_at: float | None) -> bool:
        told = _instant(told_at)
        return told is not None and told < self._since - CLOCKS_APART


def _instant(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
