"""What the operator reads holds no secret."""

import json
import logging

import pytest
import structlog

from bot import logs
from bot.logs import HIDDEN, redact


@pytest.mark.parametrize(
    "secret",
    ["xoxb-1-abc", "xapp-1-A0-1-abc", "xoxe.xoxb-1-abc", "postgresql://bot:pa55word@db.example.org/mlsd"],
)
def test_secrets_are_hidden_wherever_they_stand(secret: str) -> None:
    """Tokens of Slack, and passwords in addresses."""
    shown = redact(None, "info", {"event": f"refused {secret} today", "count": 3})
    assert HIDDEN in shown["event"]
    assert "abc" not in shown["event"]
    assert "pa55word" not in shown["event"]
    assert shown["count"] == 3


def test_each_event_is_a_line_of_json_elsewhere_than_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Those of libraries too, from warnings on."""
    before = logging.getLogger().handlers[:]
    try:
        logs.configure()
        structlog.get_logger("mlsd").info("opened", given="xoxb-1-abc")
        logging.getLogger("slack_sdk").info("chatter")
        logging.getLogger("slack_sdk").warning("careful with %s", "xoxb-1-abc")
    finally:
        structlog.reset_defaults()
        logging.getLogger().handlers[:] = before
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == ["opened", f"careful with {HIDDEN}"]
    assert lines[0]["given"] == HIDDEN


def test_secrets_in_other_values_and_tracebacks_are_hidden_too() -> None:
    """Lists, errors, and the ticket of a socket's address."""
    event = {"all": ["xoxb-1-abc"], "error": ValueError("xoxb-1-abc"), "url": "wss://x/link?ticket=abc&app=1"}
    assert "abc" not in str(redact(None, "info", event))
