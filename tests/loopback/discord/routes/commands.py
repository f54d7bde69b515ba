"""Registration of slash commands: all at once, within their limits, and not too often."""

import re

from tests.loopback.discord import limits
from tests.loopback.discord.directory import Json
from tests.loopback.discord.routes import Handler, Result
from tests.loopback.discord.violations import invalid_form, too_many_commands, unauthorized
from tests.loopback.discord.world import Call

_NAME = re.compile(r"[-_'\w]{1,32}")
_GROUPING = (1, 2)


def list_application_commands(call: Call) -> Result:
    """The global commands."""
    _check_own(call)
    return 200, call.world.commands


def bulk_set_application_commands(call: Call) -> Result:
    """These are the global commands now; new names count as creations."""
    _check_own(call)
    names = [command["name"] for command in call.listed]
    if len(set(names)) < len(names) or len(names) > limits.COMMANDS:
        raise call.broken("a command stands there twice, or there are more than 100", invalid_form("", "Not unique"))
    for number, command in enumerate(call.listed):
        why = _problem(command)
        if why:
            raise call.broken(f"/{command['name']}: {why}", invalid_form(str(number), why))
    known = {command["name"]: command for command in call.world.commands}
    _count_creations(call, [name for name in names if name not in known])
    call.world.commands = [_stored(call, command, known.get(command["name"])) for command in call.listed]
    return 200, call.world.commands


def _check_own(call: Call) -> None:
    if call.parameters["application_id"] != call.world.bot.id:
        raise call.broken("the application is another one", unauthorized())


def _count_creations(call: Call, new: list[str]) -> None:
    now = call.world.clock.now()
    made = [at for at in call.world.creations if at > now - limits.DAY_SECONDS]
    if len(made) + len(new) > limits.CREATIONS_A_DAY:
        raise call.broken("more than 200 commands were created in a day", too_many_commands())
    call.world.creations += [now] * len(new)


def _stored(call: Call, command: Json, before: Json | None) -> Json:
    kept = {key: value for key, value in command.items() if value is not None and not key.endswith("_localizations")}
    permissions = command.get("default_member_permissions")
    fixed = {
        "id": before["id"] if before else call.world.new_id(),
        "application_id": call.world.bot.id,
        "version": call.world.new_id(),
        "type": command.get("type") or 1,
        "default_member_permissions": None if permissions is None else str(permissions),
    }
    return {"integration_types": [0], "nsfw": False} | kept | fixed | {"options": _told(command.get("options"))}


def _told(options: list[Json] | None) -> list[Json]:
    """Options without what was left empty; those of a group have options of their own."""
    told = []
    for option in options or []:
        kept = {key: value for key, value in option.items() if value is not None and not key.endswith("_localizations")}
        if "options" in option:
            kept["options"] = _told(option["options"])
        if "choices" in option:
            kept["choices"] = [{"name": one["name"], "value": one["value"]} for one in option["choices"] or []]
        told.append(kept)
    return told


def _problem(command: Json) -> str | None:
    if _length(command) > limits.COMMAND_CHARACTERS:
        return f"{_length(command)} characters over all names, descriptions and values, where 8000 are allowed"
    if not command.get("description"):
        return "it has no description"
    return _names_problem([command]) or _options_problem(command.get("options") or [])


def _options_problem(options: list[Json]) -> str | None:
    nested = [option["type"] in _GROUPING for option in options]
    if any(nested) and not all(nested):
        return "subcommands stand beside other options, so that the command is a leaf and a group"
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        return "a required option comes after an optional one"
    if any(option.get("choices") and option.get("autocomplete") for option in options):
        return "an option has choices and autocomplete"
    inner = (_options_problem(option.get("options") or []) for option in options)
    return _names_problem(options) or next((found for found in inner if found), None)


def _names_problem(named: list[Json]) -> str | None:
    names = [one["name"] for one in named]
    for name in names:
        if not _NAME.fullmatch(name) or name != name.lower():
            return f"{name!r} is no name: 1 to 32 small letters, digits, - and _"
    return "a name stands there twice" if len(set(names)) < len(names) else None


def _length(node: Json) -> int:
    """Characters of names, descriptions and string values; of a text in several languages the longest counts."""
    own = sum(_longest(node, key) for key in ("name", "description"))
    value = node.get("value")
    inside = [*(node.get("options") or []), *(node.get("choices") or [])]
    return own + (len(value) if isinstance(value, str) else 0) + sum(map(_length, inside))


def _longest(node: Json, key: str) -> int:
    texts = [node.get(key) or "", *(node.get(f"{key}_localizations") or {}).values()]
    return max(map(len, texts))


HANDLERS: dict[str, Handler] = {
    function.__name__: function for function in (list_application_commands, bulk_set_application_commands)
}
