"""Spans as Slack's mrkdwn: styled, escaped, and split or cut to the room there is."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.platforms.slack import text as texts
from bot.platforms.slack.text import ELLIPSIS, clean, escape
from bot.screens.model import Span, Spans, Style

_MARKS = {Style.PLAIN: "", Style.STRONG: "*", Style.EMPHASIS: "_", Style.CODE: "`"}
_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


def to_mrkdwn(spans: Spans) -> str:
    """Set tidied spans."""
    return "".join(_set(span) for span in spans)


def tidy(spans: Spans) -> Spans:
    """The spans without what cannot be shown; nothing at all where no word is left.

    A styled span becomes one line: Slack's marks do not reach over its end.
    """
    cleaned = tuple(replace(span, text=_clean(span)) for span in spans)
    return cleaned if any(span.text.strip() for span in cleaned) else ()


def _clean(span: Span) -> str:
    text = clean(span.text)
    return text.replace("\n", " ") if _MARKS[span.style] else text


def length(spans: Spans) -> int:
    """The most characters that the spans can take once they are set."""
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


def _split(span: Span, room: int) -> tuple[Span, Span]:
    first, rest = texts.split(span.text, room - _length(replace(span, text="")))
    return replace(span, text=first), replace(span, text=rest)


def _length(span: Span) -> int:
    return texts.length(span.text) + 2 * len(_MARKS[span.style])


def _set(span: Span) -> str:
    """Marks stand close to the words, and text that holds the mark itself is left unmarked."""
    mark = _MARKS[span.style]
    edges = _EDGES.fullmatch(span.text)
    if edges is None or not edges[2] or mark in edges[2]:
        return escape(span.text)
    return f"{edges[1]}{mark}{escape(edges[2])}{mark}{edges[3]}"
