"""Slash commands as a person can give them: only those that the bot registered, with the options that it named."""

from tests.loopback.discord.directory import Account, Context, Json, Place
from tests.loopback.discord.shown import NotThere
from tests.loopback.discord.world import World

Given = str | int | float | bool
Where = tuple[Place, Account]
_SUBCOMMAND, _GROUP, _STRING, _INTEGER, _BOOLEAN, _NUMBER = 1, 2, 3, 4, 5, 10
_TYPES: dict[int, tuple[type, ...]] = {
    _STRING: (str,),
    _INTEGER: (int,),
    _BOOLEAN: (bool,),
    _NUMBER: (int, float),
}


def command_data(world: World, where: Where, line: str, given: dict[str, Given]) -> Json:
    """The `data` of a command, with every option checked; raises NotThere as Discord's own client would not send it."""
    command, names = _find(world, where, line)
    options = _leaf(command, names)["options"] or []
    _check_names(line, options, given)
    for option in options:
        if option["name"] in given:
            _check(option, given[option["name"]])
        elif option.get("required"):
            raise NotThere(f"/{line} needs the option {option['name']!r}.")
    values = [_value(option, given[option["name"]]) for option in options if option["name"] in given]
    return _data(command, names, values)


def autocomplete_data(world: World, where: Where, line: str, focused: str, given: dict[str, Given]) -> Json:
    """The `data` of an autocomplete: what was typed so far, with the option that is being typed."""
    command, names = _find(world, where, line)
    options = _leaf(command, names)["options"] or []
    _check_names(line, options, given)
    if not any(option["name"] == focused and option.get("autocomplete") for option in options):
        raise NotThere(f"/{line} does not complete {focused!r}.")
    values = [_value(option, given[option["name"]], typed=True) for option in options if option["name"] in given]
    for value in values:
        if value["name"] == focused:
            value["focused"] = True
    return _data(command, names, values)


def _find(world: World, where: Where, line: str) -> tuple[Json, list[str]]:
    place, account = where
    first, *names = line.removeprefix("/").split()
    for command in world.commands:
        if command["name"] == first and command["type"] == 1:
            _check_offered(command, place, account)
            return command, names
    there = ", ".join(f"/{command['name']}" for command in world.commands) or "none"
    raise NotThere(f"The bot has registered no /{first}; there is {there}.")


def _check_offered(command: Json, place: Place, account: Account) -> None:
    contexts = command.get("contexts")
    if contexts is None:
        contexts = [Context.GUILD, *([Context.BOT_DM] if command.get("dm_permission", True) else [])]
    if int(place.context) not in contexts:
        raise NotThere(f"/{command['name']} is not offered in {place.context.name}.")
    needs_user = place.context is Context.PRIVATE_CHANNEL or (place.guild is not None and not place.guild.has_bot)
    if needs_user and 1 not in command.get("integration_types", [0]):
        raise NotThere(f"/{command['name']} cannot be installed by a user.")
    if needs_user and not account.installed:
        raise NotThere(f"{account.name} has not installed the app, and the bot is not here.")


def _leaf(command: Json, names: list[str]) -> Json:
    leaf: Json = command
    for name in names:
        inner = {one["name"]: one for one in leaf.get("options") or [] if one["type"] in (_SUBCOMMAND, _GROUP)}
        if name not in inner:
            raise NotThere(f"/{command['name']} has no {name!r}; there is {', '.join(inner) or 'nothing below it'}.")
        leaf = inner[name]
    below = [one["name"] for one in leaf.get("options") or [] if one["type"] in (_SUBCOMMAND, _GROUP)]
    if below:
        raise NotThere(f"/{' '.join([command['name'], *names])} is a group; there is {', '.join(below)}.")
    return {"options": [], **leaf}


def _check_names(line: str, options: list[Json], given: dict[str, Given]) -> None:
    known = [option["name"] for option in options]
    for name in given:
        if name not in known:
            raise NotThere(f"/{line} has no option {name!r}; there is {', '.join(known) or 'none'}.")


def _check(option: Json, value: Given) -> None:
    kinds = _TYPES.get(option["type"])
    if kinds is None:
        raise NotThere(f"The hand cannot fill in {option['name']!r}, an option of type {option['type']}.")
    if not isinstance(value, kinds) or (isinstance(value, bool) and option["type"] != _BOOLEAN):
        raise NotThere(f"{option['name']!r} takes {kinds[0].__name__}, not {value!r}.")
    choices = [choice["name"] for choice in option.get("choices") or []]
    if choices and value not in choices and value not in [choice["value"] for choice in option["choices"]]:
        raise NotThere(f"{option['name']!r} offers {', '.join(choices)}, not {value!r}.")
    if not isinstance(value, bool):
        _check_bounds(option, value)


def _check_bounds(option: Json, value: str | float) -> None:
    size, kind = (len(value), "length") if isinstance(value, str) else (value, "value")
    least, most = option.get(f"min_{kind}"), option.get(f"max_{kind}")
    if (least is not None and size < least) or size > (
        most if most is not None else 6000 if kind == "length" else size
    ):
        raise NotThere(f"{option['name']!r} takes a {kind} from {least} to {most}, not {size}.")


def _value(option: Json, given: Given, *, typed: bool = False) -> Json:
    named = {choice["name"]: choice["value"] for choice in option.get("choices") or []}
    value = given if typed or isinstance(given, bool | int | float) else named.get(given, given)
    return {"name": option["name"], "type": option["type"], "value": value}


def _data(command: Json, names: list[str], values: list[Json]) -> Json:
    options = values
    for depth, name in reversed(list(enumerate(names))):
        options = [{"name": name, "type": _SUBCOMMAND if depth == len(names) - 1 else _GROUP, "options": options}]
    return {"id": command["id"], "name": command["name"], "type": 1, "options": options}
