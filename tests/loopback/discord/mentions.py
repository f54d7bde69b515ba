"""Mentions that would ring: what stands in a text and what `allowed_mentions` lets through."""

import re

from tests.loopback.discord.directory import Json

_EVERYONE = re.compile(r"@(?:everyone|here)")
_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")


def ringing(said: list[str], allowed: Json | None, welcome: set[str]) -> list[str]:
    """Mentions that would ring for somebody but `welcome` users; without `allowed_mentions` all do."""
    text = "\n".join(said)
    rule: Json = {"parse": ["everyone", "users", "roles"]} if allowed is None else allowed
    parsed, users, roles = (rule.get(key) or [] for key in ("parse", "users", "roles"))
    everyone = _EVERYONE.findall(text) if "everyone" in parsed else []
    people = [
        f"<@{name}>" for name in _USER.findall(text) if name not in welcome and _rings(name, "users", parsed, users)
    ]
    groups = [f"<@&{name}>" for name in _ROLE.findall(text) if _rings(name, "roles", parsed, roles)]
    return [*everyone, *people, *groups]


def _rings(name: str, kind: str, parsed: list[str], listed: list[str]) -> bool:
    return kind in parsed or name in map(str, listed)
