"""Text from cards and people, made safe to print: no escape sequence reaches the terminal."""

import re

# Control characters but tab and newline, and those that turn the direction of writing around (CVE-2021-42574).
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text with every unsafe character shown as a replacement character."""
    return _UNSAFE.sub("\ufffd", text)
