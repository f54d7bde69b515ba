"""Installing in a workspace or an organisation: Bolt's OAuth v2 flow with our pages, our stores and stricter URLs."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

import structlog
from aiohttp import encode_basic_auth
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation as Granted
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import BotError
from bot.platforms.slack import pages
from bot.platforms.slack.bolt_stores import InstallationStore, StateStore, from_granted
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.errors import CALL_ERRORS, explain
from bot.platforms.slack.manifest import INSTALL_PATH, REDIRECT_PATH, SCOPES

log = structlog.get_logger("slack")

STATE_SECONDS = 600
_TEAM = re.compile(r"[TE][A-Z0-9]{1,20}")
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class OAuthPlaces:
    """Where installations go: the two stores, and the bot's public address, empty where the app names it."""

    installations: InstallationStore
    states: StateStore
    public_url: str = ""


class InstallFlow(AsyncOAuthFlow):
    """Give it to the app as `oauth_flow`; `handle_installation` and `handle_callback` answer the two pages."""

    def __init__(self, credentials: Credentials, places: OAuthPlaces) -> None:
        self._api = credentials.api
        client = AsyncWebClient(base_url=credentials.api, retry_handlers=[])
        super().__init__(client=client, settings=_settings(credentials, places, self._callbacks()))

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """Slack's consent page. Bolt copies `team` from the visitor's query unescaped."""
        wanted = {
            "client_id": self.settings.client_id,
            "scope": ",".join(sorted(SCOPES)),
            "state": state,
            "redirect_uri": self.settings.redirect_uri or "",
            "team": _team(request),
        }
        given = {name: value for name, value in wanted.items() if value}
        return f"{self.settings.authorization_url}?{urlencode(given)}"

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:  # noqa: ARG002  # Bolt's signature
        """The page where it begins."""
        return pages.install_page(url)

    async def run_installation(self, code: str) -> Granted | None:
        """Exchange the code for a token; None, with a sentence in the log, where Slack does not take it."""
        try:
            return await self._exchange(code)
        except CALL_ERRORS as error:
            log.warning("slack.install_failed", reason=str(explain(error, "the app's client secret")))
            return None

    async def store_installation(self, request: AsyncBoltRequest, installation: Granted) -> None:  # noqa: ARG002  # Bolt's signature
        """Keep it; raises BoltError, which Bolt shows as a page, where that fails."""
        try:
            await self.settings.installation_store.async_save(installation)
        except BotError as error:
            log.warning("slack.install_not_kept", team=installation.team_id, reason=str(error))
            raise BoltError(str(error)) from error
        log.info("slack.installed", team=installation.team_id, enterprise=installation.enterprise_id)

    async def _exchange(self, code: str) -> Granted:
        # Not `oauth_v2_access`: it uses what aiohttp is about to remove.
        answer = await self.client.api_call(
            "oauth.v2.access",
            data={"code": code} | ({"redirect_uri": self.settings.redirect_uri} if self.settings.redirect_uri else {}),
            headers={"Authorization": encode_basic_auth(self.settings.client_id, self.settings.client_secret)},
        )
        who = await self.client.auth_test(token=answer["access_token"])  # the only way to learn the bot's id
        enterprise, team = answer.get("enterprise") or {}, answer.get("team") or {}
        return Granted(
            app_id=answer.get("app_id"),
            enterprise_id=enterprise.get("id"),
            enterprise_name=enterprise.get("name"),
            team_id=team.get("id"),
            team_name=team.get("name"),
            bot_token=answer["access_token"],
            bot_id=who.get("bot_id"),
            bot_user_id=answer.get("bot_user_id"),
            bot_scopes=answer.get("scope") or "",
            user_id=(answer.get("authed_user") or {}).get("id", ""),
            is_enterprise_install=bool(answer.get("is_enterprise_install")),
        )

    def _callbacks(self) -> AsyncCallbackOptions:
        return AsyncCallbackOptions(success=self._succeeded, failure=self._failed)

    async def _succeeded(self, args: AsyncSuccessArgs) -> BoltResponse:
        return self._page(200, pages.success_page(from_granted(args.installation), self._api))

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        return self._page(args.suggested_status_code, pages.failure_page(args.reason))

    def _page(self, status: int, html: str) -> BoltResponse:
        """A last page: the browser's part of the state is over."""
        forget = self.settings.state_utils.build_set_cookie_for_deletion()
        return BoltResponse(status=status, body=html, headers={"Content-Type": _HTML, "Set-Cookie": forget})


def _settings(credentials: Credentials, places: OAuthPlaces, callbacks: AsyncCallbackOptions) -> AsyncOAuthSettings:
    return AsyncOAuthSettings(
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
        scopes=sorted(SCOPES),
        user_scopes=[],
        redirect_uri=f"{places.public_url}{REDIRECT_PATH}" if places.public_url else None,
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        callback_options=callbacks,
        authorization_url=urljoin(credentials.api, "/oauth/v2/authorize"),
        installation_store=places.installations,
        state_store=places.states,
        state_expiration_seconds=STATE_SECONDS,
    )


def _team(request: AsyncBoltRequest) -> str:
    """The workspace that the visitor wants, where the query names one."""
    given = str((request.query.get("team") or [""])[0])
    return given if _TEAM.fullmatch(given) else ""
