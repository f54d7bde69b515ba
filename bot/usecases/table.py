"""Which use case serves which intent. The door knows them by this table alone."""

from collections.abc import Callable, Mapping
from typing import Any

from bot import intents
from bot.content.audience import Viewer
from bot.content.library import Library
from bot.screens.model import Reply
from bot.usecases.answer_card import answer_card, reveal, tick_elements
from bot.usecases.answer_scenario import add_line, ask_fact, correct_flags, correct_points, submit_scenario
from bot.usecases.change_settings import change_setting, follow_zone, show_settings
from bot.usecases.context import Context, Later
from bot.usecases.export_all import export_all
from bot.usecases.export_reviews import export_reviews
from bot.usecases.finish_scenario import finish_scenario
from bot.usecases.forget_me import forget_me
from bot.usecases.grade_card import grade_card
from bot.usecases.help import show_help
from bot.usecases.interpret import interpret_text
from bot.usecases.leave_card import end_drill, flag_card, skip_card, suspend_card
from bot.usecases.link import link_accounts
from bot.usecases.look_up import look_up
from bot.usecases.pause_schedule import pause_schedule, resume_schedule, stop_schedule
from bot.usecases.put_off_drill import skip_drill, snooze_drill
from bot.usecases.reach import heard_again
from bot.usecases.send_now import send_now
from bot.usecases.set_schedule import set_schedule
from bot.usecases.show_framework import show_framework
from bot.usecases.show_home import show_home
from bot.usecases.show_privacy import show_privacy
from bot.usecases.show_schedule import show_schedule
from bot.usecases.show_stats import show_stats
from bot.usecases.start_drill import start_drill
from bot.usecases.start_scenario import start_scenario
from bot.usecases.undo import undo
from bot.usecases.unlink import unlink_accounts
from bot.usecases.unsuspend import unsuspend_cards
from bot.usecases.welcome import greeted, show_welcome

Outcome = Reply | Later
UseCase = Callable[[Context, Any], Outcome]
Public = Callable[[Library, Viewer, Any], Reply]

PUBLIC: Mapping[type, Public] = {
    intents.LookUp: look_up,
    intents.ShowFramework: show_framework,
    intents.Help: show_help,
}
"""These need neither a person nor a transaction, and may be answered where everybody reads."""


def perform(context: Context, intent: intents.Intent) -> Outcome:
    """Do what the intent says, and welcome a newcomer."""
    sort = type(intent)
    if sort in PUBLIC:
        return PUBLIC[sort](context.library, context.viewer, intent)
    outcome = USE_CASES[sort](context, intent)
    if isinstance(outcome, Later):
        return outcome
    return heard_again(context, intent, greeted(context, intent, outcome))


USE_CASES: Mapping[type, UseCase] = {
    intents.StartDrill: start_drill,
    intents.AnswerCard: answer_card,
    intents.Reveal: reveal,
    intents.GradeCard: grade_card,
    intents.TickElements: tick_elements,
    intents.SkipCard: skip_card,
    intents.SuspendCard: suspend_card,
    intents.FlagCard: flag_card,
    intents.EndDrill: end_drill,
    intents.Undo: undo,
    intents.UnsuspendCards: unsuspend_cards,
    intents.StartScenario: start_scenario,
    intents.AskFact: ask_fact,
    intents.AddLine: add_line,
    intents.SubmitScenario: submit_scenario,
    intents.CorrectPoints: correct_points,
    intents.CorrectFlags: correct_flags,
    intents.FinishScenario: finish_scenario,
    intents.ShowStats: show_stats,
    intents.ShowSettings: show_settings,
    intents.ChangeSetting: change_setting,
    intents.FollowZone: follow_zone,
    intents.ShowSchedule: show_schedule,
    intents.SetSchedule: set_schedule,
    intents.PauseSchedule: pause_schedule,
    intents.ResumeSchedule: resume_schedule,
    intents.StopSchedule: stop_schedule,
    intents.SendNow: send_now,
    intents.SkipDrill: skip_drill,
    intents.SnoozeDrill: snooze_drill,
    intents.ExportReviews: export_reviews,
    intents.ExportAll: export_all,
    intents.ForgetMe: forget_me,
    intents.LinkAccounts: link_accounts,
    intents.UnlinkAccounts: unlink_accounts,
    intents.ShowPrivacy: show_privacy,
    intents.ShowHome: show_home,
    intents.ShowWelcome: show_welcome,
    intents.InterpretText: lambda context, intent: interpret_text(context, intent, perform),
}
