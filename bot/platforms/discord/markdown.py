"""Spans as Discord's markdown: styled, escaped, and split or cut to the room there is."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.platforms.discord import text as texts
from bot.platforms.discord.text import ELLIPSIS, JOINER, clean, escape, quiet, units
from bot.screens.model import Span, Spans, Style

_MARKS = {Style.PLAIN: "", Style.STRONG: "**", Style.EMPHASIS: "*", Style.CODE: "`"}
_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


def to_markdown(spans: Spans) -> str:
    """Set tidied spans. Marks that would touch are kept apart: `**a***b*` would mean something else."""
    done = ""
    for span in spans:
        made = _set(span)
        done += JOINER + made if done.endswith("*") and made.startswith("*") else made
    return done


def tidy(spans: Spans) -> Spans:
    """The spans without what cannot be shown, code on one line; nothing at all where no word is left."""
    cleaned = tuple(replace(span, text=_clean(span)) for span in spans)
    return cleaned if any(span.text.strip() for span in cleaned) else ()


def length(spans: Spans) -> int:
    """The most UTF-16 units that the spans can take once they are set."""
    return sum(map(_length, spans))


def cut(spans: Spans, room: int) -> Spans:
    """The spans themselves where they fit, else their beginning with an ellipsis."""
    if length(spans) <= room:
        return spans
    first = next(split(spans, room - len(ELLIPSIS)))
    return (*first[:-1], replace(first[-1], text=first[-1].text.rstrip()), Span(ELLIPSIS))


def split(spans: Spans, room: int) -> Iterator[Spans]:
    """Pieces that fit, each as long as paragraphs, sentences or words allow."""
    piece: list[Span] = []
    left = room
    for span in spans:
        rest = span
        while _length(rest) > left:
            if left > room // 2:
                first, rest = _split(rest, left)
                piece.append(first)
            yield tuple(piece)
            piece, left = [], room
        if rest.text:
            piece.append(rest)
            left -= _length(rest)
    if piece:
        yield tuple(piece)


def _clean(span: Span) -> str:
    text = clean(span.text)
    return text.replace("\n", " ") if span.style is Style.CODE else text


def _split(span: Span, room: int) -> tuple[Span, Span]:
    first, rest = texts.split(span.text, room - _around(span))
    return replace(span, text=first), replace(span, text=rest)


def _length(span: Span) -> int:
    return texts.length(span.text) + _around(span)


def _around(span: Span) -> int:
    """What the marks of a span take, with what keeps them apart from others."""
    return 2 * units(_MARKS[span.style]) + (1 if _MARKS[span.style] else 0)


def _set(span: Span) -> str:
    """Marks stand close to the words; code that holds a backtick is left unmarked.

    The sign of a list that is a span of its own stays one, since the space after it is not escaped with it.
    """
    mark = _MARKS[span.style]
    edges = _EDGES.fullmatch(span.text)
    if edges is None or not edges[2] or (span.style is Style.CODE and "`" in edges[2]):
        return escape(span.text)
    words = quiet(edges[2]) if span.style is Style.CODE else escape(edges[2])
    return f"{edges[1]}{mark}{words}{mark}{edges[3]}"
