"""Which key presses which button: a fixed one, or the first letter of its word that is still free. Pure."""

from bot.screens.model import Button, Options, Screen, Ticks

FIXED = {"undo": "u", "skip": "s", "suspend": "x", "flag": "f"}
"""These mean the same on every screen, so that no habit does harm."""

RESERVED = frozenset({"q", "t", *FIXED.values()})  # quit, type, and the fixed ones


def keys_of(screen: Screen) -> dict[str, Button]:
    """One key a button; letters that choose an option are left to the options."""
    taken = set(RESERVED) | option_keys(screen)
    keys: dict[str, Button] = {}
    for button in screen.buttons:
        free = (letter for letter in button.word + "0123456789" if letter not in taken)
        key = FIXED.get(button.word) or next(free, "")
        if key:
            taken.add(key)
            keys[key] = button
    return keys


def option_keys(screen: Screen) -> set[str]:
    """The keys that choose an option outright."""
    return {
        option.key
        for block in screen.blocks
        if isinstance(block, Options)
        for option in block.items
        if option.intent is not None
    }


def by_key(screen: Screen) -> bool:
    """Whether single keys serve this screen; else a whole line must be typed."""
    if option_keys(screen):
        return True
    many_ticks = any(isinstance(block, Ticks) and len(block.items) > 9 for block in screen.blocks)
    return bool(screen.buttons) and not many_ticks and (screen.entry is None or screen.entry.optional)


def line_for(screen: Screen, key: str) -> str | None:
    """Translate a key into the line that means the same, or None where the key means nothing here."""
    if key in ("\r", "\n", " "):
        return ""
    if key in option_keys(screen) or key.isdecimal():
        return key
    if key == "q":
        return "quit"
    button = keys_of(screen).get(key)
    return button.word if button else None
