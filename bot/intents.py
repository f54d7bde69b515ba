"""Everything a person can want, as one frozen union; and who wants it, where. Plain data: no behaviour, no platform."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.memory import Grade


@dataclass(frozen=True, slots=True)
class Actor:
    """An account on a platform, inside a tenant (a Slack team, a Discord guild, `local` for the terminal).

    `zone` is the IANA time zone that the platform knows of the person, or empty; it counts at first contact. `home` is
    the tenant that the platform counts the account in, where that is not the one it is met in.
    """

    platform: str
    tenant: str
    account: str
    zone: str = ""
    home: str = ""


class Surface(StrEnum):
    """The kind of place that a request comes from."""

    TERMINAL = "terminal"
    DIRECT = "direct"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the request came from; `id` is the platform's own (a channel), empty in the terminal."""

    surface: Surface
    id: str = ""


class DrillMode(StrEnum):
    """What a drill is made of."""

    DUE = "due"  # what the memory needs, with new cards up to the daily limits
    NEW = "new"  # a few new cards beyond the day's limit, asked for by the learner
    WEAK = "weak"  # practice: changes a schedule only on a fail


@dataclass(frozen=True, slots=True)
class StartDrill:
    """Begin a drill, or go on with the one that is open."""

    topic: str | None = None
    limit: int | None = None
    new: int | None = None
    mode: DrillMode = DrillMode.DUE


@dataclass(frozen=True, slots=True)
class InSession:
    """Base of what is wanted inside a session. `version` is what the person saw; a stale one changes nothing."""

    session: int
    version: int


@dataclass(frozen=True, slots=True)
class AnswerCard(InSession):
    """Answer the card that is shown. Empty text on a graded kind means "I don't know"."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Reveal(InSession):
    """Show the back of a card that the learner grades."""


@dataclass(frozen=True, slots=True)
class GradeCard(InSession):
    """Grade the card whose back is shown; EASY on a new card is "knew it already"."""

    grade: Grade


@dataclass(frozen=True, slots=True)
class TickElements(InSession):
    """Say which elements (from 0) of a phrase were said aloud: these, and no others."""

    ticked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SkipCard(InSession):
    """Leave the card for another day; its memory stays as it is."""


@dataclass(frozen=True, slots=True)
class SuspendCard(InSession):
    """Never show the card again, until unsuspended."""


@dataclass(frozen=True, slots=True)
class FlagCard(InSession):
    """Tell the authors that something is wrong with the card."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class EndDrill(InSession):
    """Stop here; what is left stays due."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last answer, skip or suspension back."""


@dataclass(frozen=True, slots=True)
class UnsuspendCards:
    """Show suspended cards again: one by id, or all."""

    card_id: str | None = None


@dataclass(frozen=True, slots=True)
class StartScenario:
    """Begin a scenario by type, id or tag; none means the one that would help most."""

    which: str | None = None
    aloud: bool = False


@dataclass(frozen=True, slots=True)
class AskFact(InSession):
    """Ask the interviewer about the scenario before answering."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class AddLine:
    """One message of a long answer to a scenario: it joins the draft, whatever else happened to the session since."""

    session: int
    text: str


@dataclass(frozen=True, slots=True)
class SubmitScenario(InSession):
    """The answer to a scenario, after what its draft holds; with `aloud` none shows the rubric as tick boxes."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class CorrectPoints(InSession):
    """Say which rubric points (from 0) the answer made: these, and no others."""

    ticked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectFlags(InSession):
    """Say which of the red flags seen (from 0) are right: these, and no others."""

    ticked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FinishScenario(InSession):
    """Accept the rubric's result: keep the attempt, schedule the cards of the missed points."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Explain a term."""

    text: str


@dataclass(frozen=True, slots=True)
class ShowFramework:
    """The six-step sheet, or one step of it."""

    step: str | None = None


@dataclass(frozen=True, slots=True)
class ShowStats:
    """How learning goes."""


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """The settings with their values."""


@dataclass(frozen=True, slots=True)
class ChangeSetting:
    """Set one setting from what a person typed."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FollowZone:
    """The platform's profile names this IANA time zone; one that the person set by hand stays."""

    zone: str


@dataclass(frozen=True, slots=True)
class ShowSchedule:
    """When the bot writes first, and when next."""


@dataclass(frozen=True, slots=True)
class SetSchedule:
    """Write first at this time, as a person typed it: `09:00 weekdays Europe/Berlin`."""

    text: str


@dataclass(frozen=True, slots=True)
class PauseSchedule:
    """Do not write first before a day, as a person typed it, or until told otherwise."""

    until: str | None = None


@dataclass(frozen=True, slots=True)
class ResumeSchedule:
    """Write first again, as before the pause."""


@dataclass(frozen=True, slots=True)
class StopSchedule:
    """Never write first."""


@dataclass(frozen=True, slots=True)
class SendNow:
    """Today's drill now, instead of at its time."""


@dataclass(frozen=True, slots=True)
class SkipDrill:
    """No drill today; `slot` is that of the message where it was said, and then this one alone is meant."""

    slot: str | None = None


class SnoozeUntil(StrEnum):
    """For how long the daily drill is put off."""

    HOUR = "hour"
    TOMORROW = "tomorrow"


@dataclass(frozen=True, slots=True)
class SnoozeDrill:
    """Ask again later; `slot` is that of the message where it was said."""

    slot: str
    until: SnoozeUntil = SnoozeUntil.HOUR


@dataclass(frozen=True, slots=True)
class ExportReviews:
    """The person's whole review log; `format` is `jsonl` or `csv`."""

    format: str = "jsonl"


@dataclass(frozen=True, slots=True)
class ExportAll:
    """Everything that is kept of the person, as one file."""


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Delete the person with everything; asks first, unless `confirmed`."""

    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class LinkAccounts:
    """Make the accounts of one person one: without a code make one; with it ask, and once `confirmed` join them."""

    code: str | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class UnlinkAccounts:
    """Keep the memory to this account alone; asks first, unless `confirmed`."""

    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ShowPrivacy:
    """What is kept, who can read it, for how long, and how to leave."""


@dataclass(frozen=True, slots=True)
class ShowHome:
    """Where the person stands today, and the ways on."""


@dataclass(frozen=True, slots=True)
class ShowWelcome:
    """What the bot does, for somebody who meets it; with `once` nothing at all, where they were welcomed before."""

    once: bool = False


@dataclass(frozen=True, slots=True)
class InterpretText:
    """Something typed in the bot's own chat, without a command before it; empty text asks where things stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Help:
    """What can be done; with a name, one command in full."""

    command: str | None = None


Intent = (
    StartDrill
    | AnswerCard
    | Reveal
    | GradeCard
    | TickElements
    | SkipCard
    | SuspendCard
    | FlagCard
    | EndDrill
    | Undo
    | UnsuspendCards
    | StartScenario
    | AskFact
    | AddLine
    | SubmitScenario
    | CorrectPoints
    | CorrectFlags
    | FinishScenario
    | LookUp
    | ShowFramework
    | ShowStats
    | ShowSettings
    | ChangeSetting
    | FollowZone
    | ShowSchedule
    | SetSchedule
    | PauseSchedule
    | ResumeSchedule
    | StopSchedule
    | SendNow
    | SkipDrill
    | SnoozeDrill
    | ExportReviews
    | ExportAll
    | ForgetMe
    | LinkAccounts
    | UnlinkAccounts
    | ShowPrivacy
    | ShowHome
    | ShowWelcome
    | InterpretText
    | Help
)

PublicIntent = LookUp | ShowFramework | Help
"""What may be answered where everybody reads: nothing in it is about a person."""

TextIntent = AnswerCard | FlagCard | AskFact | SubmitScenario
"""The intents that carry what a person typed in their `text`."""

TickIntent = TickElements | CorrectPoints | CorrectFlags
"""The intents that carry which items of a check list are ticked."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that one account wants."""

    actor: Actor
    place: Place
    intent: Intent
