"""What keeps a file from being read as YAML, at its line and with a way to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a file may not contain; `line` counts from 1."""

    line: int
    message: str
    hint: str = ""


def line_at(text: bytes, offset: int) -> int:
    """The line, from 1, of a byte of the text."""
    return text.count(b"\n", 0, offset) + 1


_HINTS = {
    "mapping values are not allowed": "text that contains ': ' needs quotes",
    "cannot start any token": "indent with spaces; text that begins with @, `, % or a tab needs quotes",
    "expected <block end>": "check the indentation; text that begins with {, [ or a quote is quoted as a whole",
    "did not find expected": "check the indentation, quotes and brackets above this line",
    "unexpected end of stream": "a quote or bracket is never closed",
    "control characters": "remove the invisible character",
}


def syntax_fault(error: Exception, text: bytes) -> Fault:
    """What kept the parser from reading on, at its line."""
    mark = getattr(error, "problem_mark", None)
    position = getattr(error, "position", 0)
    line = mark.line + 1 if mark else line_at(text, position)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    hint = next((hint for part, hint in _HINTS.items() if part in said), "check the indentation and the quotes")
    return Fault(line, f"not valid YAML: {said}", hint)
