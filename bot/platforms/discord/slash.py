"""`/mlsd` as Discord takes it, made from the one table of commands; and the intent of what was chosen in it. Pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from bot.commands import TABLE, BadCommand, Command, Parameter, Takes, find, intent_of
from bot.intents import Intent
from bot.platforms.discord import limits
from bot.platforms.discord.completing import is_completed, options_of

Json = dict[str, Any]
Data = Mapping[str, Any]

NAME: Final = "mlsd"
DESCRIPTION: Final = "Drills for machine-learning system design interviews."
SUB_COMMAND, STRING, INTEGER, BOOLEAN = 1, 3, 4, 5
CHAT_INPUT = 1
INSTALLED_IN_GUILD, INSTALLED_BY_USER = 0, 1
GUILD, BOT_DM, PRIVATE_CHANNEL = 0, 1, 2
HIGHEST_COUNT = 1000  # as the table checks it


def tree() -> list[Json]:
    """Every global command, as the body of the request that replaces them all."""
    return [
        {
            "name": NAME,
            "type": CHAT_INPUT,
            "description": DESCRIPTION,
            "integration_types": [INSTALLED_IN_GUILD, INSTALLED_BY_USER],
            "contexts": [GUILD, BOT_DM, PRIVATE_CHANNEL],
            "options": [_command(command) for command in TABLE],
        }
    ]


def tree_hash(commands: list[Json]) -> str:
    """What changes whenever Discord would have to be told: 64 hexadecimal digits."""
    text = json.dumps(commands, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def name_of(data: Data) -> str:
    """The sub-command of an interaction's data; empty where there is none."""
    return str(_chosen(data).get("name", ""))


def command_of(data: Data) -> tuple[Command, dict[str, Any]]:
    """The command and the values by parameter of an interaction's data; raises BadCommand for none of ours."""
    options = options_of(_chosen(data))
    return find(name_of(data)), {str(option.get("name")): option.get("value") for option in options}


def invoked(data: Data) -> Intent:
    """What an interaction's data means: the same as its words, typed; raises BadCommand with what would do."""
    command, values = command_of(data)
    return intent_of(command, _words(command, values))


def _chosen(data: Data) -> Data:
    return next(iter(options_of(data)), {})


def _words(command: Command, values: Mapping[str, Any]) -> list[str]:
    """As one would type it: first what has a place, then what has a name."""
    given = [(parameter, values[parameter.name]) for parameter in command.parameters if parameter.name in values]
    places = [parameter for parameter in command.parameters if not parameter.option]
    placed = [parameter for parameter, _ in given if not parameter.option]
    for before, parameter in zip(places, placed, strict=False):
        if before is not parameter:
            raise BadCommand(f"{parameter.name} needs {before.name} too.", f"Usage: {command.usage}")
    words = [str(value) for parameter, value in given if not parameter.option]
    return words + [word for parameter, value in given if parameter.option for word in _option_words(parameter, value)]


def _option_words(parameter: Parameter, value: Any) -> list[str]:
    if parameter.takes is Takes.SWITCH:
        return [f"--{parameter.name}"] if value is True else []
    return [f"--{parameter.name}={value}"]


def _command(command: Command) -> Json:
    return {
        "type": SUB_COMMAND,
        "name": command.name,
        "description": _fitting(command.help),
        "options": [_parameter(command, parameter) for parameter in command.parameters],
    }


def _parameter(command: Command, parameter: Parameter) -> Json:
    made: Json = {
        "type": STRING,
        "name": parameter.name,
        "description": _fitting(parameter.help),
        "required": parameter.required,
    }
    if parameter.takes is Takes.COUNT:
        return made | {"type": INTEGER, "min_value": 0, "max_value": HIGHEST_COUNT}
    if parameter.takes is Takes.SWITCH:
        return made | {"type": BOOLEAN}
    if parameter.choices:
        return made | {"choices": [{"name": choice, "value": choice} for choice in parameter.choices]}
    return made | {"autocomplete": True} if is_completed(command.name, parameter.name) else made


def _fitting(text: str) -> str:
    """A description; ValueError where the table's is too long, since nobody would see that it was cut."""
    if len(text) > limits.COMMAND_DESCRIPTION:
        raise ValueError(f"{text!r} is too long to describe a command")
    return text
