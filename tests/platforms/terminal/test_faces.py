"""What the two faces print."""

import io
import re
from collections.abc import Callable

import pytest
from rich.console import Console

from bot.domain.errors import BotError
from bot.intents import AnswerCard, CorrectPoints, Undo
from bot.platforms.terminal.face import Colour, Face, Plain
from bot.screens.model import (
    Bar,
    Bars,
    Bullets,
    Button,
    Countdown,
    Entry,
    Facts,
    Heading,
    Mark,
    Note,
    Option,
    Options,
    Paragraph,
    Screen,
    Table,
    Tick,
    Ticks,
    Tone,
    code,
    soft,
    spans,
    strong,
)

WORDS = (
    *("title", "paragraph", "strong", "soft", "code", "good", "bad", "info", "lesson", "heading", "bullet", "label"),
    *("value", "option-a", "option-b", "tick", "detail", "bar-label", "bar-text", "head", "cell"),
)

EVERYTHING = Screen(
    "title",
    (
        Paragraph(spans("paragraph ", strong("strong"), soft("soft"), code("code"))),
        *(Note(tone, spans(word)) for tone, word in zip(Tone, ("good", "bad", "info", "lesson"), strict=True)),
        Heading("heading"),
        Bullets((spans("bullet"),), numbered=True),
        Facts((("label", "value"),)),
        Options((Option("a", "option-a", mark=Mark.RIGHT), Option("b", "option-b", mark=Mark.WRONG))),
        Ticks((Tick("tick", ticked=True, detail=spans("detail")),), CorrectPoints(1, 1)),
        Bars((Bar("bar-label", 0.5, "bar-text"),)),
        Table(("head",), (("cell",),)),
        Countdown(30),
    ),
    (Button("Undo it", "undo", Undo()),),
    Entry("Your answer", AnswerCard(1, 1)),
)


def plain(sink: io.StringIO) -> Face:
    """Plain lines."""
    return Plain(io.StringIO(), sink)


def colour(sink: io.StringIO) -> Face:
    """Colour and layout, as on a TTY of a phone's width."""
    return Colour(Console(file=sink, force_terminal=True, width=40, highlight=False))


def shown(make: Callable[[io.StringIO], Face], screen: Screen) -> str:
    """What a face prints of a screen."""
    sink = io.StringIO()
    make(sink).show(screen)
    return sink.getvalue()


@pytest.mark.parametrize("make", [plain, colour])
def test_every_kind_of_block_is_shown_with_all_its_words(make: Callable[[io.StringIO], Face]) -> None:
    """No word of a screen is lost, on forty columns either."""
    printed = shown(make, EVERYTHING)
    assert [word for word in [*WORDS, "undo"] if word not in printed.replace("Undo", "undo")] == []


def test_plain_lines_hold_no_colour_and_no_boxes() -> None:
    """A screen reader gets words and punctuation alone."""
    assert re.fullmatch(r"[\x20-\x7e\n“”…·]*", shown(plain, EVERYTHING))


@pytest.mark.parametrize("make", [plain, colour])
def test_escape_sequences_in_text_never_reach_the_terminal(make: Callable[[io.StringIO], Face]) -> None:
    """A card or an answer cannot clear the screen, set the title or turn the writing around."""
    evil = "\x1b]0;owned\x07\x1b[2Jtext\u202e"
    screen = Screen(
        evil,
        (
            Paragraph(spans(evil)),
            Facts(((evil, evil),)),
            Options((Option("a", evil),)),
            Heading(evil),
            Ticks((Tick(evil, ticked=False, detail=spans(evil)),), CorrectPoints(1, 1)),
            Bars((Bar(evil, 0.1, evil),)),
            Table(("head",), ((evil,),)),
        ),
    )
    printed = shown(make, screen)
    assert "\x1b]" not in printed
    assert "\x1b[2J" not in printed
    assert "\u202e" not in printed
    assert "text" in printed


@pytest.mark.parametrize("make", [plain, colour])
def test_markup_in_text_is_only_text(make: Callable[[io.StringIO], Face]) -> None:
    """Brackets that look like the library's own markup are printed as they are."""
    assert "[red]x[/red]" in shown(make, Screen("t", (Paragraph(spans("[red]x[/red]")),)))


@pytest.mark.parametrize("make", [plain, colour])
def test_an_error_is_one_line_with_the_next_step(make: Callable[[io.StringIO], Face]) -> None:
    """What is wrong, and what to do."""
    sink = io.StringIO()
    make(sink).complain(BotError("Wrong.", "Do this."))
    assert "Wrong. Do this." in sink.getvalue()
