"""When the bot writes first: the schedule, and what became of a wish to change it."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.schedule import Schedule, Standing
from bot.domain.schedule_text import show_weekdays
from bot.intents import ChangeSetting, PauseSchedule, ResumeSchedule, SendNow, ShowSettings, StopSchedule
from bot.screens.model import Block, Button, Entry, Facts, Note, Paragraph, Screen, Tone, code, spans
from bot.screens.words import moment

TITLE = "When I write first"
NEVER = "never unasked"
NO_CHAT = "Nobody can be written to in a terminal: this counts where you meet me in a chat."


@dataclass(frozen=True, slots=True)
class Asking:
    """What the page shows. `next_at` and `now` are by the person's clock; `reachable` unless it is a terminal."""

    schedule: Schedule | None
    next_at: datetime | None
    now: datetime
    reachable: bool = True


def overview(made: Asking, said: str = "") -> Screen:
    """The schedule with the ways to change it, after what was just done."""
    above = (Note(Tone.INFO, spans(said)),) if said else ()
    below = () if made.reachable else (Note(Tone.INFO, spans(NO_CHAT)),)
    if made.schedule is None:
        return Screen(TITLE, (*above, _unscheduled(), *below), (_change("When shall I ask?"), _all_settings()))
    return Screen(TITLE, (*above, Facts(_facts(made, made.schedule)), *below), _ways(made, made.schedule))


def in_words(schedule: Schedule | None, today: date) -> str:
    """The schedule in one line: `09:00 weekdays`."""
    if schedule is None:
        return NEVER
    asks = f"{schedule.at:%H:%M} {show_weekdays(schedule.weekdays)}"
    if not is_paused(schedule, today):
        return asks
    return f"{asks}, paused {_until(schedule.paused_until)}"


def is_paused(schedule: Schedule, today: date) -> bool:
    """Whether a pause still runs."""
    ends = schedule.paused_until
    return schedule.standing is Standing.PAUSED and (ends is None or ends > today)


def put_off(at: datetime, now: datetime) -> Screen:
    """The drill comes later."""
    return Screen("Later, then", (Paragraph(spans(f"I ask again {moment(at, now)}.")),), (_now(), _all_settings()))


def _unscheduled() -> Block:
    return Paragraph(spans("I never write first. Say when I may, such as ", code("schedule 09:00 weekdays"), "."))


def _facts(made: Asking, schedule: Schedule) -> tuple[tuple[str, str], ...]:
    facts = [("I write first", in_words(schedule, made.now.date())), ("Time zone", schedule.zone)]
    if made.next_at:
        facts.append(("Next", moment(made.next_at, made.now)))
    return tuple(facts)


def _until(ends: date | None) -> str:
    return f"until {ends:%-d %B %Y}" if ends else "until you say resume"


def _ways(made: Asking, schedule: Schedule) -> tuple[Button, ...]:
    paused = is_paused(schedule, made.now.date())
    turn = Button("Resume", "resume", ResumeSchedule()) if paused else Button("Pause", "pause", PauseSchedule())
    return (
        _change("Change it"),
        turn,
        _now(),
        Button("Never write first", "off", StopSchedule(), quiet=True),
        _all_settings(),
    )


def _now() -> Button:
    return Button("Today's drill now", "now", SendNow())


def _change(label: str) -> Button:
    when = ChangeSetting("drill-at", "")
    return Button(label, "when", when, entry=Entry("A time such as 08:30 weekdays, or off", when))


def _all_settings() -> Button:
    return Button("Settings", "settings", ShowSettings(), quiet=True)
