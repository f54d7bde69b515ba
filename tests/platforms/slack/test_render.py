"""How screens look on Slack."""

from typing import Any

import pytest

from bot.domain.memory import Grade
from bot.intents import AnswerCard, EndDrill, FinishScenario, FlagCard, GradeCard, Reveal, ShowStats, TickElements, Undo
from bot.platforms.slack.render import to_home, to_message, to_page
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

AGAIN = Button("Again: 1 min", "again", GradeCard(7, 3, Grade.AGAIN))
GOOD = Button("Good: 10 min", "good", GradeCard(7, 3, Grade.GOOD), default=True)
QUIET = tuple(Button(f"Quiet {number}", f"quiet{number}", Undo(), quiet=True) for number in range(12))


def rendered(*blocks: Block) -> list[dict[str, Any]]:
    """The blocks of a screen without its header."""
    return to_message(Screen("title", blocks)).blocks[1:]


def texts(*blocks: Block) -> list[str]:
    """What is read in sections and contexts."""
    return [(block.get("text") or block["elements"][0])["text"] for block in rendered(*blocks)]


def elements(screen: Screen) -> list[dict[str, Any]]:
    """Everything that can be pressed."""
    return [made for block in to_message(screen).blocks if block["type"] == "actions" for made in block["elements"]]


def labels(screen: Screen) -> list[str]:
    """The words on the buttons."""
    return [made["text"]["text"] for made in elements(screen) if made["type"] == "button"]


def primary(screen: Screen) -> list[str]:
    """The words on the buttons that stand out."""
    return [made["text"]["text"] for made in elements(screen) if made.get("style") == "primary"]


def test_the_title_is_a_header() -> None:
    """Cut with an ellipsis where it is too long."""
    header = to_message(Screen("T" * 200)).blocks[0]
    assert header["type"] == "header"
    assert header["text"]["text"] == "T" * 149 + "…"


def test_the_text_tells_the_whole_screen_to_who_listens() -> None:
    """Title first, then everything in reading order; a share in words, no drawing of it."""
    screen = Screen("1 of 3", (Paragraph(spans("What & why?")), Bars((Bar("Data", 0.5, "50 %"),))))
    assert to_message(screen).text == "1 of 3\nWhat &amp; why?\nData: 50 %"


def test_a_verdict_has_a_sign_and_a_word() -> None:
    """Never colour or a sign alone."""
    good, bad = texts(Note(Tone.GOOD, spans("Yes.")), Note(Tone.BAD, spans("No.")))
    assert good == "✅ *Right:* Yes."
    assert bad == "❌ *Not yet:* No."


def test_what_steps_back_is_small() -> None:
    """Sources and short remarks are context; what an interviewer says is not."""
    blocks = rendered(
        Paragraph(spans(soft("Source: A book"))),
        Note(Tone.INFO, spans("Taken back.")),
        Note(Tone.INFO, spans(strong("Latency? "), "100 ms")),
    )
    assert [block["type"] for block in blocks] == ["context", "context", "section"]


def test_lists_stand_line_by_line() -> None:
    """With bullets or numbers, in one block."""
    assert texts(Heading("In order"), Bullets((spans("log"), spans("join")), numbered=True)) == [
        "*In order*",
        "1. log\n2. join",
    ]


def test_short_facts_stand_in_two_columns() -> None:
    """Ten to a block; longer ones take a line each."""
    short = rendered(Facts(tuple((f"label {number}", "value") for number in range(12))))
    assert [len(block["fields"]) for block in short] == [10, 2]
    assert short[0]["fields"][0]["text"] == "*label 0*\nvalue"
    assert texts(Facts((("Next", "word " * 30),))) == ["*Next*: " + "word " * 30]


def test_a_bar_is_told_before_it_is_drawn() -> None:
    """Ten cells, and never more or fewer."""
    bars = tuple(Bar("Data", share, "some") for share in (0.0, 0.52, 1.0, 7.0))
    (text,) = texts(Bars(bars))
    assert text.split("\n") == [
        "*Data*: some `░░░░░░░░░░`",
        "*Data*: some `█████░░░░░`",
        "*Data*: some `██████████`",
        "*Data*: some `██████████`",
    ]


def test_a_narrow_table_is_aligned() -> None:
    """Columns stand under one another in a fixed pitch."""
    (text,) = texts(Table(("Days", "Reviews"), (("last 7", "12"), ("last 30", "140"))))
    assert text == "```Days     Reviews\nlast 7   12\nlast 30  140```"


@pytest.mark.parametrize("cell", ["x" * 70, "with `ticks`"])
def test_a_table_that_cannot_be_aligned_names_its_cells(cell: str) -> None:
    """Wide rows would wrap, and a backtick would end the fixed pitch."""
    (text,) = texts(Table(("Step", "min"), ((cell, "5"),)))
    assert text == f"*{cell}* · min: 5"


def test_time_to_speak_is_said() -> None:
    """Nothing ticks in a message."""
    assert texts(Countdown(30)) == ["⏱️ Say it aloud in 30 seconds, then go on."]


def test_options_are_read_in_full_and_chosen_by_letter() -> None:
    """A screen reader hears the option's text on its button; nothing needs to be typed."""
    options = tuple(Option(key, f"Option {key}", AnswerCard(7, 3, key)) for key in "ab")
    screen = Screen("front", (Options(options),), entry=Entry("Answer with a letter", AnswerCard(7, 3)))
    assert to_message(screen).blocks[1]["text"]["text"] == "*A*  Option a\n*B*  Option b"
    assert labels(screen) == ["A", "B"]
    assert elements(screen)[0]["accessibility_label"] == "A: Option a"


def test_what_became_of_an_option_is_a_sign_and_words() -> None:
    """Right, picked, or neither."""
    options = (Option("a", "Shadow", mark=Mark.WRONG), Option("b", "Canary", mark=Mark.RIGHT))
    assert texts(Options(options)) == ["❌ *A*  Shadow (your answer)\n✅ *B*  Canary (right)"]


def test_short_ticks_are_check_boxes_alone() -> None:
    """Numbered as one would type them."""
    items = (Tick("topic", ticked=True), Tick("time", ticked=False, detail=spans("“at last”")))
    (block,) = rendered(Ticks(items, TickElements(7, 3), first=4))
    (boxes,) = block["elements"]
    assert [option["text"]["text"] for option in boxes["options"]] == ["4. topic", "5. time"]
    assert boxes["options"][1]["description"]["text"] == "“at last”"
    assert boxes["initial_options"] == boxes["options"][:1]


def test_long_ticks_are_read_above_their_boxes() -> None:
    """No word is lost to the narrow labels."""
    text = "asks for the load and for the latency that one decision may take, before anything else"
    read, ticked = rendered(Ticks((Tick(text, ticked=True),), TickElements(7, 3)))
    assert read["text"]["text"] == f"☑ *1.* {text}"
    assert ticked["elements"][0]["options"][0]["text"]["text"] == "1. asks for the load and for the…"


def test_twelve_ticks_are_two_groups() -> None:
    """Slack takes ten boxes at once."""
    items = tuple(Tick(f"point {number}", ticked=False) for number in range(12))
    assert [len(block["elements"][0]["options"]) for block in rendered(Ticks(items, TickElements(7, 3)))] == [10, 2]


def test_the_proposed_button_stands_out() -> None:
    """In its place among the others: the order of grades is that of their intervals."""
    assert labels(Screen("back", buttons=(AGAIN, GOOD))) == ["Again: 1 min", "Good: 10 min"]
    assert primary(Screen("back", buttons=(AGAIN, GOOD))) == ["Good: 10 min"]


def test_where_an_answer_is_wanted_typing_stands_out() -> None:
    """On a keyboard Enter may mean not knowing; a button that does must not be the loudest."""
    unknown = Button("I don't know", "pass", AnswerCard(7, 3), default=True)
    screen = Screen("front", buttons=(unknown,), entry=Entry("The missing word", AnswerCard(7, 3)))
    assert labels(screen) == ["Type your answer", "I don't know"]
    assert primary(screen) == ["Type your answer"]
    assert "The missing word" in str(to_message(screen).blocks[1])


def test_where_an_answer_may_be_thought_the_button_stands_out() -> None:
    """Typing is offered, and asked of nobody."""
    show = Button("Show the answer", "show", Reveal(7, 3), default=True)
    screen = Screen("front", buttons=(show,), entry=Entry("Think of it", AnswerCard(7, 3), optional=True))
    assert labels(screen) == ["Show the answer", "Type your answer"]
    assert primary(screen) == ["Show the answer"]


@pytest.mark.parametrize(("count", "kind"), [(1, "overflow"), (5, "overflow"), (6, "static_select")])
def test_quiet_buttons_are_in_a_menu(count: int, kind: str) -> None:
    """Behind three dots up to five, in a select beyond."""
    menu = elements(Screen("back", buttons=(AGAIN, *QUIET[:count])))[-1]
    assert menu["type"] == kind
    assert [option["text"]["text"] for option in menu["options"]] == [button.label for button in QUIET[:count]]


def test_going_away_is_a_button_here() -> None:
    """There is no `quit` to type at a message; where a button does the same already, there is no second one."""
    (menu,) = elements(Screen("front", leave=EndDrill(7, 3)))
    assert [option["text"]["text"] for option in menu["options"]] == ["Stop here"]
    accept = Button("Accept and go on", "done", FinishScenario(7, 3), default=True)
    assert labels(Screen("result", buttons=(accept,), leave=FinishScenario(7, 3))) == ["Accept and go on"]
    assert len(elements(Screen("result", buttons=(accept,), leave=FinishScenario(7, 3)))) == 1


def test_a_form_button_brings_its_label_along() -> None:
    """A modal is the first response to a press: nothing can be looked up by then."""
    flag = FlagCard(7, 3)
    screen = Screen("back", buttons=(Button("Flag", "flag", flag, entry=Entry("What is <wrong>?", flag)),))
    assert elements(screen)[0]["value"] == "What is &lt;wrong&gt;?"


def test_rendering_is_always_the_same() -> None:
    """Ids come from places, not from chance: an update changes only what changed."""
    screen = Screen("back", (Paragraph(spans("Why")),), (AGAIN, GOOD, *QUIET[:3]))
    assert to_message(screen) == to_message(screen)
    assert [block["block_id"] for block in to_message(screen).blocks] == ["header-0", "section-1", "actions-2"]


def test_home_is_several_screens() -> None:
    """Parted by a line, each with its buttons."""
    home = to_home([Screen("Today", buttons=(GOOD,)), Screen("Settings", (Paragraph(spans("minutes")),))])
    assert [block["type"] for block in home["blocks"]] == ["header", "actions", "divider", "header", "section"]


def test_a_page_is_only_read() -> None:
    """Ticks and options are lines there, and buttons stay in the message."""
    ticks = Ticks((Tick("topic", ticked=False),), TickElements(7, 3))
    options = Options((Option("a", "Shadow", AnswerCard(7, 3, "a")),))
    page = to_page(Screen("A very long title of a scenario", (ticks, options), (GOOD,)))
    assert page["title"]["text"] == "A very long title of a…"
    assert [block["text"]["text"] for block in page["blocks"][1:]] == ["☐ *1.* topic", "*A*  Shadow"]


def test_nothing_to_say_is_nothing_shown() -> None:
    """A card without sources leaves no empty block, which Slack would refuse."""
    assert rendered(Paragraph(()), Bullets(()), Facts(()), Ticks((), TickElements(7, 3)), Table((), ())) == []
    assert to_message(Screen("", ()), again=ShowStats()).text == "–"
