"""The configuration: the only reader of the environment."""

import os
from pathlib import Path

from platformdirs import user_data_path, user_log_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.errors import BotError


class BadConfiguration(BotError):
    """An environment variable holds something that cannot be used."""


class Config(BaseSettings):
    """What the operator chose, by environment variables that begin with `MLSD_`."""

    model_config = SettingsConfigDict(env_prefix="MLSD_", extra="ignore")

    database_url: str = Field(default="", description="SQLAlchemy URL; empty means SQLite in the data folder.")
    cards: str = Field(default="", description="Folders of a team's own decks, separated as in PATH.")
    data_dir: Path = Field(default_factory=lambda: user_data_path("mlsd", appauthor=False))
    log_dir: Path = Field(default_factory=lambda: user_log_path("mlsd", appauthor=False))
    plain: bool = Field(default=False, description="Plain lines in the terminal, also on a TTY.")

    @property
    def database(self) -> str:
        """The URL of the database to open."""
        return self.database_url or f"sqlite:///{self.data_dir / 'mlsd.sqlite3'}"

    @property
    def own_cards(self) -> tuple[Path, ...]:
        """The folders of own decks."""
        return tuple(Path(folder).expanduser() for folder in self.cards.split(os.pathsep) if folder)


def read() -> Config:
    """Read the environment; raises BadConfiguration naming the variable."""
    try:
        return Config()
    except ValidationError as error:
        first = error.errors()[0]
        name = "MLSD_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadConfiguration(f"{name} cannot be used: {first['msg'].lower()}.", "Correct it or unset it.") from None


def local_zone() -> str:
    """The machine's IANA time zone: `TZ`, else what the system is set to, else UTC."""
    from tzlocal import get_localzone_name  # only a first visit needs it

    return os.environ.get("TZ", "").removeprefix(":") or get_localzone_name() or "UTC"
