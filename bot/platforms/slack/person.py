"""Whom a reply is for: an account in a tenant, with the client of their workspace."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.intents import Actor, Intent, Place, Request, Surface

PLATFORM = "slack"
Key = tuple[str, str]  # tenant, user


@dataclass(frozen=True, slots=True)
class Person:
    """`tenant` owns the rows that the person's requests may touch; `client` carries its token."""

    tenant: str
    user: str
    client: AsyncWebClient

    @property
    def key(self) -> Key:
        """The person among all tenants."""
        return self.tenant, self.user

    @property
    def actor(self) -> Actor:
        """As the core knows them."""
        return Actor(PLATFORM, self.tenant, self.user)

    def wants(self, intent: Intent, channel: str = "") -> Request:
        """Their request, made in a channel or, without one, in their own chat with the bot."""
        surface = Surface.DIRECT if not channel or channel.startswith("D") else Surface.CHANNEL
        return Request(self.actor, Place(surface, channel), intent)


def person_of(context: Mapping[str, Any], payload: Mapping[str, Any], client: AsyncWebClient) -> Person:
    """Who did it, of any payload. The tenant is the authorisation's: it owns the token that will be used."""
    return Person(str(context["tenant"]), _user_of(payload), client)


def _user_of(payload: Mapping[str, Any]) -> str:
    named = [payload.get("user_id"), payload.get("user"), _mapping(payload.get("event")).get("user")]
    return next((found for each in named if (found := _id_of(each))), "")


def _id_of(user: Any) -> str:
    return str(_mapping(user).get("id", "") if isinstance(user, Mapping) else user or "")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
