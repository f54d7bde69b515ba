"""One person's accounts on several platforms: joining them, and what is kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.intents import Actor, ExportAll, LinkAccounts, StartDrill
from bot.screens.model import Screen
from tests.usecases.conftest import Chat, pressed

SECOND = timedelta(seconds=1)


def on_discord(chat: Chat, account: str = "77") -> Chat:
    """Another account, on another platform."""
    return replace(chat, who=Actor("discord", "discord", account, "Asia/Tokyo"))


def at_a_terminal(chat: Chat) -> Chat:
    """The same database from a terminal."""
    return replace(chat, who=Actor("terminal", "local", "me"))


def code_of(chat: Chat) -> str:
    """A new code."""
    made: Any = chat.asks(LinkAccounts()).data
    return str(made["code"])


def joins(maker: Chat, other: Chat) -> Screen:
    """Enter the maker's code on the other account and press the button."""
    sure = other.asks(LinkAccounts(code_of(maker))).screens[-1]
    return other.asks(pressed(sure, "join")).screens[-1]


def refusal(chat: Chat, code: str, *, confirmed: bool = False) -> str | None:
    """Why a code joins nothing, as data; None where it does."""
    data: Any = chat.asks(LinkAccounts(code, confirmed)).data
    return str(data["refused"]) if "refused" in data else None


def answers(chat: Chat, card: str, way: str = "knew") -> None:
    """Drill one card."""
    front = chat.asks(StartDrill(card)).screens[-1]
    back = chat.asks(pressed(front, "show")).screens[-1]
    chat.asks(pressed(back, way))
    chat.clock.advance(SECOND)


def everything(chat: Chat) -> dict[str, Any]:
    """All that is kept of the person."""
    kept: Any = chat.asks(ExportAll()).data
    return {name: value for name, value in kept.items() if name != "exported_at"}
