"""What is missing among the `SLACK_` variables is told before anything is tried."""

import pytest

from bot.platforms.slack.credentials import BadCredentials, Credentials, check

BOT, APP, USER, SECRET = "xoxb-1-canary", "xapp-1-canary", "xoxp-1-canary", "canary"

ENOUGH = {
    "one workspace over sockets": Credentials(bot_token=BOT, app_token=APP),
    "one workspace over HTTP": Credentials(bot_token=BOT, signing_secret=SECRET),
    "many over HTTP": Credentials(client_id="1", client_secret=SECRET, signing_secret=SECRET),
    "many over sockets": Credentials(client_id="1", client_secret=SECRET, app_token=APP),
    "everything": Credentials(BOT, APP, "s", "1", "c"),
}
LACKING = {
    "nothing": (Credentials(), "SLACK_BOT_TOKEN is not set"),
    "no way in": (Credentials(app_token=APP), "SLACK_BOT_TOKEN is not set"),
    "no way back": (Credentials(bot_token=BOT), "SLACK_APP_TOKEN is not set.*SLACK_SIGNING_SECRET"),
    "half a client": (Credentials(client_id="1", app_token=APP), "SLACK_CLIENT_SECRET is missing"),
    "the other half": (Credentials(client_secret=SECRET, app_token=APP), "SLACK_CLIENT_ID is missing"),
    "swapped tokens": (Credentials(bot_token=APP, app_token=BOT), "SLACK_BOT_TOKEN does not hold.*xoxb-"),
    "a user's token": (Credentials(bot_token=USER, app_token=APP), "begins xoxb-"),
    "no app token": (Credentials(bot_token=BOT, app_token=SECRET), "SLACK_APP_TOKEN does not hold.*xapp-"),
}


@pytest.mark.parametrize("given", ENOUGH.values(), ids=ENOUGH)
def test_what_is_enough_passes(given: Credentials) -> None:
    """Every way to run the bot that the README tells."""
    check(given)


@pytest.mark.parametrize(("given", "pattern"), LACKING.values(), ids=LACKING)
def test_what_is_missing_is_named(given: Credentials, pattern: str) -> None:
    """The variable and the next step; never what stands in it."""
    with pytest.raises(BadCredentials, match=pattern) as caught:
        check(given)

    assert "canary" not in str(caught.value)
    assert caught.value.next_step


def test_which_way_is_meant() -> None:
    """A token for sockets means sockets; a bot token means one workspace."""
    assert [given.uses_socket for given in ENOUGH.values()] == [True, False, False, True, True]
    assert [given.serves_many for given in ENOUGH.values()] == [False, False, True, True, False]


def test_secrets_do_not_show() -> None:
    """Whoever prints the credentials sees no secret."""
    assert "canary" not in repr(Credentials(BOT, APP, "canary", "1", "canary"))
