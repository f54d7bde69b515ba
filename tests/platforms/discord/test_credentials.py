"""What the operator sets for Discord, what it costs to be refused, and what a refusal is called."""

import aiohttp
import discord
import pytest

from bot.platforms.discord.budget import MOST, InvalidRequestBudget, InvalidRequestBudgetSpentError
from bot.platforms.discord.credentials import BadShards, Shards, parse_shards
from bot.platforms.discord.errors import DiscordRefused, DiscordUnreachable, explain


@pytest.mark.parametrize(
    ("text", "shards"),
    [
        ("", None),
        (" ", None),
        ("0-3/16", Shards((0, 1, 2, 3), 16)),
        ("5/16", Shards((5,), 16)),
        (" 15-15/16 ", Shards((15,), 16)),
    ],
)
def test_a_slice_of_shards_is_read(text: str, shards: Shards | None) -> None:
    """Nothing means all."""
    assert parse_shards(text) == shards


@pytest.mark.parametrize("text", ["x", "3", "4/4", "3-1/8", "0-8/8", "-1/4", "0-3/16/2"])
def test_what_is_no_slice_is_explained(text: str) -> None:
    """With an example."""
    with pytest.raises(BadShards, match="0-3/16"):
        parse_shards(text)


class Clock:
    """Seconds that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_refused_requests_are_counted_for_ten_minutes() -> None:
    """Others are not."""
    clock = Clock()
    budget = InvalidRequestBudget(clock)
    for status in (200, 401, 403, 404, 429, 500):
        budget.count(status)
    assert budget.spent == 3
    clock.now += 300
    budget.count(429)
    assert budget.spent == 4
    clock.now += 400
    assert budget.spent == 1


def test_near_the_ban_nothing_is_asked_any_more() -> None:
    """Until enough of it is forgotten; whoever asks hears an error of the network's kind."""
    clock = Clock()
    budget = InvalidRequestBudget(clock)
    for _ in range(MOST - 1):
        budget.count(429)
    budget.require()
    budget.count(403)
    with pytest.raises(InvalidRequestBudgetSpentError):
        budget.require()
    assert issubclass(InvalidRequestBudgetSpentError, aiohttp.ClientError)
    clock.now += 700
    budget.require()


def test_who_can_mend_what() -> None:
    """The token is the operator's, an outage is Discord's."""
    assert isinstance(explain(discord.LoginFailure("no")), DiscordRefused)
    assert isinstance(explain(TimeoutError()), DiscordUnreachable)
    assert "TimeoutError" in str(explain(TimeoutError()))
