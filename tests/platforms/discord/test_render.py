"""How screens look on Discord."""

from typing import Any

import pytest
from discord import ui

from bot.domain.memory import Grade
from bot.intents import (
    AnswerCard,
    EndDrill,
    FinishScenario,
    FlagCard,
    GradeCard,
    Help,
    Reveal,
    ShowStats,
    StartDrill,
    TickElements,
    Undo,
)
from bot.platforms.discord import inbound, limits
from bot.platforms.discord.items import CustomIdTooLongError, Ids, to_layout, token_of
from bot.platforms.discord.parts import Press, Row
from bot.platforms.discord.render import NO_VERSION, to_layout_view, to_pages
from bot.screens.model import (
    Bar,
    Bars,
    Block,
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
    soft,
    spans,
    strong,
)
from tests.loopback.discord.schema import problem_in_request
from tests.platforms.discord.judge import (
    BUTTON,
    SELECT,
    lists_of,
    objects,
    payload_of,
    presses_of,
    problems_of,
    texts_of,
)

AGAIN = Button("Again: 1 min", "again", GradeCard(7, 3, Grade.AGAIN))
GOOD = Button("Good: 10 min", "good", GradeCard(7, 3, Grade.GOOD), default=True)
FLAG = Button("Flag", "flag", FlagCard(7, 3), quiet=True, entry=Entry("What is wrong?", FlagCard(7, 3)))
QUIET = tuple(Button(f"Quiet {number}", f"quiet{number}", Undo(), quiet=True) for number in range(30))


def texts(*blocks: Block) -> list[str]:
    """What is read below the title."""
    return texts_of(to_layout_view(Screen("title", blocks)))[1:]


def nodes(view: ui.LayoutView, sort: int) -> list[Any]:
    """All components of a kind."""
    return [node for each in payload_of(view) for node in objects(each) if node["type"] == sort]


def labels(screen: Screen) -> list[str]:
    """The words on the buttons."""
    return [node["label"] for node in nodes(to_layout_view(screen), BUTTON)]


def primary(screen: Screen) -> list[str]:
    """The words on the buttons that stand out."""
    return [node["label"] for node in nodes(to_layout_view(screen), BUTTON) if node["style"] == 1]


def test_discords_own_document_takes_every_kind_of_component() -> None:
    """As the body of the request that sends a message."""
    option = Option("a", "one", AnswerCard(7, 3, "a"))
    ticks = Ticks((Tick("point", ticked=True),), TickElements(7, 3))
    blocks = (Heading("x"), Options((option,)), ticks)
    screen = Screen("x", blocks, (GOOD, FLAG, QUIET[0]), Entry("x", AnswerCard(7, 3)), EndDrill(7, 3))
    body = {"components": payload_of(to_layout_view(screen, files=["a.csv"])), "flags": 1 << 15}
    assert problem_in_request("create_message", body) is None


def test_the_title_is_a_heading_on_one_line() -> None:
    """Escaped, and cut with an ellipsis where it is too long."""
    assert texts_of(to_layout_view(Screen("1 of 3: *Data*\nnew"))) == [r"## 1 of 3: \*Data\* new"]
    assert texts_of(to_layout_view(Screen("T" * 300))) == ["## " + "T" * 199 + "…"]


def test_a_verdict_has_a_sign_and_a_word() -> None:
    """Never colour or a sign alone."""
    assert texts(Note(Tone.GOOD, spans("Yes.")), Note(Tone.BAD, spans("No."))) == [
        "✅ **Right:** Yes.",
        "❌ **Not yet:** No.",
    ]


def test_what_steps_back_is_small() -> None:
    """Sources and short remarks, line by line; what an interviewer says is not, nor what is long."""
    assert texts(
        Paragraph(spans(soft("Source: A book\nand another"))),
        Note(Tone.INFO, spans("Taken back.")),
        Note(Tone.INFO, spans(strong("Latency? "), "100 ms")),
    ) == ["-# Source: A book\n-# and another", "-# Taken back.", "**Latency?** 100 ms"]
    assert texts(Paragraph(spans(soft("line\n" * 50))))[0].startswith("line\nline")


def test_headings_lists_and_facts_stand_line_by_line() -> None:
    """A heading is one for screen readers too."""
    assert texts(Heading("In order"), Bullets((spans("log"), spans("join")), numbered=True)) == [
        "### In order",
        "1. log\n2. join",
    ]
    assert texts(Bullets((spans("a"), spans("b")))) == ["- a\n- b"]
    assert texts(Bullets((spans("- x\n1. y"),))) == ["- \\- x\n1\\. y"]
    assert texts(Facts((("Next", "6 cards"), ("Time", "7 min")))) == ["**Next**: 6 cards\n**Time**: 7 min"]


def test_a_bar_is_told_before_it_is_drawn() -> None:
    """Ten cells, and never more or fewer."""
    assert texts(Bars(tuple(Bar("Data", share, "some") for share in (0.0, 0.52, 7.0)))) == [
        "**Data**: some `░░░░░░░░░░`\n**Data**: some `█████░░░░░`\n**Data**: some `██████████`"
    ]


def test_a_narrow_table_is_aligned() -> None:
    """Columns stand under one another in a fixed pitch, and nobody is mentioned in it."""
    (text,) = texts(Table(("Days", "Reviews"), (("last 7", "12"), ("last 30", "140"))))
    assert text == "```\nDays     Reviews\nlast 7   12\nlast 30  140\n```"
    (text,) = texts(Table(("Who",), (("@everyone",),)))
    assert "@everyone" not in text


@pytest.mark.parametrize("cell", ["x" * 70, "with ```fence"])
def test_a_table_that_cannot_be_aligned_names_its_cells(cell: str) -> None:
    """Wide rows would wrap, and a fence would end the fixed pitch."""
    (text,) = texts(Table(("Step", "min"), ((cell, "5"),)))
    assert text.endswith("** · min: 5")


def test_time_to_speak_is_said() -> None:
    """Nothing ticks in a message."""
    assert texts(Countdown(30)) == ["⏱️ Say it aloud in 30 seconds, then go on."]


def test_an_option_has_its_button_at_its_side() -> None:
    """Read in full, then chosen by its letter; nothing needs to be typed."""
    options = tuple(Option(key, f"Option {key}", AnswerCard(7, 3, key)) for key in "ab")
    view = to_layout_view(Screen("front", (Options(options),), entry=Entry("A letter", AnswerCard(7, 3))))
    sections = nodes(view, 9)
    assert [(node["components"][0]["content"], node["accessory"]["label"]) for node in sections] == [
        ("**A**  Option a", "A"),
        ("**B**  Option b", "B"),
    ]
    assert len(nodes(view, BUTTON)) == 2


def test_what_became_of_an_option_is_a_sign_and_words() -> None:
    """Who cannot tell the signs apart reads it."""
    options = (Option("a", "one", mark=Mark.RIGHT), Option("b", "two", mark=Mark.WRONG), Option("c", "three"))
    assert texts(Options(options)) == ["✅ **A**  one (right)\n❌ **B**  two (your answer)\n**C**  three"]


def test_a_check_list_is_read_in_full_and_ticked_in_a_menu() -> None:
    """Choosing lines means exactly those; beyond 25 there is a second menu that remembers the first."""
    ticks = Ticks(tuple(Tick(f"point {n}", ticked=n in {1, 26}) for n in range(30)), TickElements(7, 3), first=3)
    view = to_layout_view(Screen("result", (ticks,)))
    assert texts_of(view)[1].startswith("☐ **3.** point 0\n☑ **4.** point 1\n")
    first, second = lists_of(view)
    assert [option["label"] for option in first["options"]][:2] == ["3. point 0", "4. point 1"]
    assert [option["value"] for option in first["options"] if option["default"]] == ["1"]
    chosen = {"component_type": SELECT, "custom_id": first["custom_id"], "values": ["0", "2"]}
    assert inbound.pressed(chosen) == TickElements(7, 3, (0, 2, 26))
    assert inbound.pressed({**chosen, "values": []}) == TickElements(7, 3, (26,))
    assert inbound.pressed({**chosen, "custom_id": second["custom_id"], "values": []}) == TickElements(7, 3, (1,))


def test_the_way_to_go_on_stands_out() -> None:
    """The default button, or the form where an answer is wanted; only one."""
    wanted, optional = Entry("Your answer", AnswerCard(7, 3)), Entry("Or type", AnswerCard(7, 3), optional=True)
    show = Button("Show", "show", Reveal(7, 3), default=True)
    assert primary(Screen("back", buttons=(AGAIN, GOOD))) == ["Good: 10 min"]
    assert primary(Screen("front", buttons=(show,), entry=wanted)) == ["Type your answer"]
    assert primary(Screen("front", buttons=(show,), entry=optional)) == ["Show"]


def test_an_invitation_to_type_is_found_again_when_the_form_opens() -> None:
    """The form's label does not follow from the intent, and a button has no room for it."""
    screen = Screen("front", entry=Entry("Letters in order, such as *c b a*", AnswerCard(7, 3)))
    view = to_layout_view(screen)
    invitation = inbound.invitation_of(iter(texts_of(view)))
    assert invitation == "Letters in order, such as *c b a*"
    opened = inbound.pressed(presses_of(view)[0], invitation)
    assert isinstance(opened, inbound.OpenForm)
    assert opened.form.fields[0].label == invitation


def test_quiet_buttons_stand_in_a_menu() -> None:
    """But one that opens a form is a button: a menu cannot be used twice for the same. Leaving is there too."""
    screen = Screen("back", buttons=(GOOD, *QUIET[:2], FLAG), leave=EndDrill(7, 3))
    (menu,) = nodes(to_layout_view(screen), SELECT)
    assert [option["label"] for option in menu["options"]] == ["Quiet 0", "Quiet 1", "Stop here"]
    assert labels(screen) == ["Good: 10 min", "Flag"]


def test_thirty_quiet_buttons_are_all_there() -> None:
    """In two menus; equal meanings get ids that differ."""
    view = to_layout_view(Screen("x", buttons=QUIET))
    assert problems_of(view) == []
    assert [inbound.pressed(press) for press in presses_of(view)] == [Undo()] * 30


def test_leaving_is_not_offered_twice() -> None:
    """Where a button does it already."""
    done = FinishScenario(7, 3)
    screen = Screen("result", buttons=(Button("Accept", "done", done, default=True),), leave=done)
    assert nodes(to_layout_view(screen), SELECT) == []


def test_buttons_stand_in_rows_of_five() -> None:
    """As many as Discord takes."""
    buttons = tuple(Button(f"B{number}", f"b{number}", StartDrill(limit=number)) for number in range(12))
    view = to_layout_view(Screen("x", buttons=buttons))
    assert [len(row["components"]) for row in nodes(view, 1)] == [5, 5, 2]


LONG = Screen(
    "result",
    tuple(Paragraph(spans(f"{number}: " + "word " * 300)) for number in range(8)),
    (GOOD,),
    leave=EndDrill(7, 3),
)


def test_a_long_screen_is_cut_and_can_be_read_in_full() -> None:
    """Every paragraph keeps its beginning, the buttons stay, and [Show all] brings all of it in pages."""
    view = to_layout_view(LONG)
    assert problems_of(view) == []
    assert all(f"{number}: word" in "\n".join(texts_of(view)) for number in range(8))
    assert labels(LONG) == ["Show all", "Good: 10 min"]
    everything = [inbound.pressed(press) for press in presses_of(view)]
    assert inbound.ShowAll(GradeCard(7, NO_VERSION, Grade.GOOD)) in everything
    pages = to_pages(LONG)
    assert 1 < len(pages) <= limits.FOLLOW_UPS
    assert all(problems_of(page) == [] for page in pages)
    assert "\n".join(text for page in pages for text in texts_of(page)).count("word") == 8 * 300


def test_more_than_five_pages_end_with_a_word_about_it() -> None:
    """An app that only its user installed may send five messages after a press."""
    screen = Screen("x", tuple(Paragraph(spans(f"{n} " + "word " * 700)) for n in range(9)))
    pages = to_pages(screen)
    assert len(pages) == limits.FOLLOW_UPS
    assert all(problems_of(page) == [] for page in pages)
    assert "left out" in texts_of(pages[-1])[-1]


def test_where_nothing_can_show_it_again_a_cut_is_told() -> None:
    """Outside of sessions the caller says what shows the screen once more."""
    long = Screen("stats", (Paragraph(spans("word " * 3000)),))
    assert "left out" in texts_of(to_layout_view(long))[-1]
    assert inbound.ShowAll(ShowStats()) in [inbound.pressed(it) for it in presses_of(to_layout_view(long, ShowStats()))]


def test_a_crowd_of_blocks_is_drawn_closer_together() -> None:
    """Forty components are few: nothing that can be read or pressed is lost."""
    options = tuple(Option(key, f"Option {key}", AnswerCard(7, 3, key)) for key in "abcdefgh")
    crowd = tuple(Heading(f"Heading {number}") for number in range(40))
    view = to_layout_view(Screen("x", (*crowd, Options(options)), (GOOD,)))
    assert problems_of(view) == []
    assert "### Heading 39" in "\n".join(texts_of(view))
    assert [node["label"] for node in nodes(view, BUTTON)] == [*"ABCDEFGH", "Good: 10 min"]


def test_files_are_shown_where_they_are_attached() -> None:
    """A message of components shows no attachment that none of them names."""
    view = to_layout_view(Screen("export"), files=["reviews.csv"])
    assert [node["file"]["url"] for node in nodes(view, 13)] == ["attachment://reviews.csv"]
    assert problems_of(view) == []


def test_a_rendering_is_a_new_view_each_time_and_always_the_same() -> None:
    """discord.py changes views that it has sent; ids must not change between edits."""
    screen = Screen("back", buttons=(GOOD, AGAIN, *QUIET), leave=EndDrill(7, 3))
    one, other = to_layout_view(screen), to_layout_view(screen)
    assert one is not other
    assert payload_of(one) == payload_of(other)


def test_an_id_that_is_too_long_is_refused_by_us() -> None:
    """discord.py would send it, and Discord refuse the whole message."""
    to_layout([Row((Press("fits", "x" * 100),))])
    with pytest.raises(CustomIdTooLongError, match="101 characters"):
        to_layout([Row((Press("too long", "x" * 101),))])
    with pytest.raises(CustomIdTooLongError):
        to_layout([Row((Press("one", "x" * 99), Press("twice", "x" * 99)))])


def test_equal_tokens_get_ids_that_differ() -> None:
    """And lead back to the token."""
    ids = Ids()
    given = [ids.give("1:un"), ids.give("1:un"), ids.give("1:he"), ids.give("1:un")]
    assert given == ["1:un", "1:un#2", "1:he", "1:un#3"]
    assert [token_of(each) for each in given] == ["1:un", "1:un", "1:he", "1:un"]


def test_an_empty_screen_is_still_a_message() -> None:
    """Whatever a deck holds, there is something to show."""
    assert problems_of(to_layout_view(Screen("", (Paragraph(()), Heading(" "), Facts(()), Bullets(()))))) == []
    assert problems_of(to_layout_view(Screen("\x00"), Help())) == []
