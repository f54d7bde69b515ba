"""The deck files of a folder: which there are, and their bytes."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import bot
from bot.content.parser import MAX_BYTES
from bot.content.problems import Problem
from bot.domain.errors import BotError

MAX_FILES = 5_000
SUFFIXES = (".yaml", ".yml")


class NoDecksFolder(BotError):
    """A decks folder is missing, is no folder, or may not be read."""


def shipped_cards() -> Path:
    """The folder of the decks that come with the bot: in an installed wheel, else in the checkout."""
    package = Path(bot.__file__).parent
    installed = package / "_shipped" / "cards"
    return installed if installed.is_dir() else package.parent / "cards"


def deck_files(folders: Sequence[Path]) -> list[Path]:
    """Every YAML file below the folders, in order and once; hidden files and folders are left out.

    Raises NoDecksFolder.
    """
    found: dict[Path, Path] = {}
    for folder in folders:
        for path in _below(folder):
            found.setdefault(path.resolve(), path)
            if len(found) > MAX_FILES:
                raise NoDecksFolder(f"There are more than {MAX_FILES:,} deck files.", f"Is {folder} the right folder?")
    return list(found.values())


def _below(folder: Path) -> Iterator[Path]:
    try:
        for where, subfolders, names in os.walk(folder, onerror=_refuse):
            subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
            yield from (Path(where, name) for name in sorted(names) if _is_deck(name))
    except OSError as error:
        raise _unreadable(error) from error


def _is_deck(name: str) -> bool:
    return not name.startswith(".") and name.lower().endswith(SUFFIXES)


def _refuse(error: OSError) -> None:
    raise error


def _unreadable(error: OSError) -> NoDecksFolder:
    reason = (error.strerror or "it cannot be read").lower()
    return NoDecksFolder(f"The decks folder {error.filename} cannot be used: {reason}.", "Name a folder of YAML files.")


def contents(path: Path) -> bytes | Problem:
    """The bytes of a deck file, one more than allowed at most, or why it cannot be read."""
    if path.exists() and not path.is_file():  # opening a pipe would wait for ever
        return Problem(str(path), 1, "this is no regular file", "remove it or rename it")
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        return Problem(str(path), 1, f"the file cannot be read: {reason}", "check its permissions")
