"""The configuration: the only reader of the environment. What it does not read itself, slack_sdk reads: the proxy."""

import os
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path, user_log_path
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.domain.errors import BotError
from bot.platforms.discord import credentials as discord
from bot.platforms.slack.credentials import DEFAULT_API, Credentials


class BadConfiguration(BotError):
    """An environment variable holds something that cannot be used."""


def _web_address(text: str) -> str:
    """Without white space and the last slash."""
    address = text.strip().rstrip("/")
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("it is no web address; those begin with https://")
    return address


def _stripped(secret: SecretStr) -> SecretStr:
    return SecretStr(secret.get_secret_value().strip())


Secret = Annotated[SecretStr, AfterValidator(_stripped)]
Address = Annotated[str, AfterValidator(_web_address)]


class FromFiles(PydanticBaseSettingsSource):
    """Reads NAME from the file that NAME_FILE points to, as container platforms hand secrets over."""

    def get_field_value(self, _field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The file's text without the white space around it, or None; raises BadConfiguration."""
        name = f"{self.config.get('env_prefix', '')}{field_name}".upper()
        path = os.environ.get(f"{name}_FILE", "")
        if not path:
            return None, field_name, False
        if os.environ.get(name):
            raise BadConfiguration(f"{name} and {name}_FILE are both set.", "Unset one of them.")
        return _content(path, f"{name}_FILE"), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Everything that a file holds."""
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


def _content(path: str, name: str) -> str:
    try:
        return Path(path).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise BadConfiguration(f"{name} points to {path}, which cannot be read: {reason}.", "Correct it.") from None


class _Environment(BaseSettings):
    """Variables with a prefix; each may come from a file."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        *_others: PydanticBaseSettingsSource,
        **_named: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What a caller gives, then files, then the environment."""
        return init_settings, FromFiles(settings_cls), env_settings


class Config(_Environment):
    """What the operator chose, by environment variables that begin with `MLSD_`."""

    model_config = SettingsConfigDict(env_prefix="MLSD_")

    database_url: str = Field(default="", description="SQLAlchemy URL; empty means SQLite in the data folder.")
    cards: str = Field(default="", description="Folders of a team's own decks, separated as in PATH.")
    data_dir: Path = Field(default_factory=lambda: user_data_path("mlsd", appauthor=False))
    log_dir: Path = Field(default_factory=lambda: user_log_path("mlsd", appauthor=False))
    plain: bool = Field(default=False, description="Plain lines in the terminal, also on a TTY.")
    token_keys: Secret = Field(default=SecretStr(""), description="Lines of `mlsd keys new`, the newest last.")
    web_host: str = Field(default="127.0.0.1", description="The address that the web server listens at.")
    web_port: int = Field(default=8080, ge=0, le=65535, description="Its port; 0 means any free one.")
    public_url: Address = Field(default="", description="Where the web server is reached from outside, by https.")

    @property
    def database(self) -> str:
        """The URL of the database to open."""
        return self.database_url or f"sqlite:///{self.data_dir / 'mlsd.sqlite3'}"

    @property
    def own_cards(self) -> tuple[Path, ...]:
        """The folders of own decks."""
        return tuple(Path(folder).expanduser() for folder in self.cards.split(os.pathsep) if folder)


class SlackConfig(_Environment):
    """What Slack gave for the app, by environment variables that begin with `SLACK_`."""

    model_config = SettingsConfigDict(env_prefix="SLACK_")

    bot_token: Secret = Field(default=SecretStr(""), description="One workspace's bot token, xoxb-….")
    app_token: Secret = Field(default=SecretStr(""), description="The app-level token for Socket Mode, xapp-….")
    signing_secret: Secret = Field(default=SecretStr(""), description="Proves over HTTP that Slack is Slack.")
    client_id: str = Field(default="", description="For installing in many workspaces.")
    client_secret: Secret = Field(default=SecretStr(""), description="Belongs to the client id.")
    api_url: Address = Field(default=DEFAULT_API, description="The base of Slack's Web API.")

    @property
    def is_set(self) -> bool:
        """Whether Slack is configured at all."""
        return self.credentials() != Credentials(api=self.credentials().api)

    def credentials(self) -> Credentials:
        """As the platform takes them; it checks whether they are enough."""
        return Credentials(
            bot_token=self.bot_token.get_secret_value(),
            app_token=self.app_token.get_secret_value(),
            signing_secret=self.signing_secret.get_secret_value(),
            client_id=self.client_id.strip(),
            client_secret=self.client_secret.get_secret_value(),
            api=f"{self.api_url or DEFAULT_API.rstrip('/')}/",
        )


class DiscordConfig(_Environment):
    """What Discord gave for the app, by environment variables that begin with `DISCORD_`."""

    model_config = SettingsConfigDict(env_prefix="DISCORD_")

    token: Secret = Field(default=SecretStr(""), description="The bot's token.")
    api_url: Address = Field(default="", description="Another base of Discord's API, such as a shared proxy's.")
    gateway_url: str = Field(default="", description="Another gateway, such as a shared proxy's.")
    shards: str = Field(default="", description="The slice of shards that this process runs, such as 0-3/16.")

    @property
    def is_set(self) -> bool:
        """Whether Discord is configured."""
        return bool(self.token.get_secret_value())

    def credentials(self) -> discord.Credentials:
        """As the platform takes them; raises BadShards."""
        shards = discord.parse_shards(self.shards)
        return discord.Credentials(self.token.get_secret_value(), self.api_url, self.gateway_url.strip(), shards)


Read = TypeVar("Read", bound=_Environment)


def read() -> Config:
    """Read the `MLSD_` variables; raises BadConfiguration naming the one that cannot be used."""
    return _read(Config)


def read_slack() -> SlackConfig:
    """Read the `SLACK_` variables; raises BadConfiguration naming the one that cannot be used."""
    return _read(SlackConfig)


def read_discord() -> DiscordConfig:
    """Read the `DISCORD_` variables; raises BadConfiguration naming the one that cannot be used."""
    return _read(DiscordConfig)


def _read(wanted: type[Read]) -> Read:
    try:
        return wanted()
    except ValidationError as error:
        first = error.errors()[0]
        prefix = wanted.model_config.get("env_prefix", "")
        name = prefix + "_".join(str(part) for part in first["loc"]).upper()
        reason = first["msg"].removeprefix("Value error, ").lower()
        raise BadConfiguration(f"{name} cannot be used: {reason}.", "Correct it or unset it.") from None


def system_zone() -> str:
    """What the machine says its time zone is: `TZ`, else what the system is set to; empty where it does not say."""
    from tzlocal import get_localzone_name  # only a first visit needs it

    return os.environ.get("TZ", "").removeprefix(":") or get_localzone_name() or ""


def local_zone() -> str:
    """The machine's IANA time zone, UTC where it has none that is known, such as a POSIX rule in `TZ`."""
    name = system_zone()
    try:
        return ZoneInfo(name).key if name else "UTC"
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"
