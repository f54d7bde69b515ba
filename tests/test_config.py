"""The configuration comes from the environment, or from the files that it names."""

from pathlib import Path

import pytest

from bot import config
from bot.config import BadConfiguration
from bot.platforms.slack.credentials import Credentials


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of this machine."""
    for settings, prefix in ((config.Config, "MLSD_"), (config.SlackConfig, "SLACK_")):
        for name in settings.model_fields:
            monkeypatch.delenv(f"{prefix}{name.upper()}", raising=False)
            monkeypatch.delenv(f"{prefix}{name.upper()}_FILE", raising=False)


def test_nothing_set_is_the_terminal_alone() -> None:
    """Slack is not set up, no key is there, the web server stays on this machine."""
    read = config.read()

    assert not config.read_slack().is_set
    assert config.read_slack().credentials() == Credentials()
    assert (read.token_keys.get_secret_value(), read.web_host, read.public_url) == ("", "127.0.0.1", "")


SECRETS = [
    ("SLACK_BOT_TOKEN", "bot_token"),
    ("SLACK_APP_TOKEN", "app_token"),
    ("SLACK_SIGNING_SECRET", "signing_secret"),
    ("SLACK_CLIENT_SECRET", "client_secret"),
    ("SLACK_CLIENT_ID", "client_id"),
]


@pytest.mark.parametrize(("variable", "field"), SECRETS)
@pytest.mark.parametrize("from_file", [False, True], ids=["variable", "file"])
def test_each_secret_comes_from_variable_or_file(
    variable: str, field: str, from_file: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the line end that pasting and files bring along."""
    file = tmp_path / "secret"
    file.write_text("s3cret\n")
    monkeypatch.setenv(f"{variable}_FILE" if from_file else variable, str(file) if from_file else " s3cret\n")
    read = config.read_slack()

    assert getattr(read.credentials(), field) == "s3cret"
    assert read.is_set


def test_keys_come_from_a_file_with_several_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `mlsd keys new` is appended to it; so may the database's URL, which can hold a password."""
    (tmp_path / "keys").write_text("one\ntwo\n")
    (tmp_path / "url").write_text("postgresql://a:b@c/d\n")
    monkeypatch.setenv("MLSD_TOKEN_KEYS_FILE", str(tmp_path / "keys"))
    monkeypatch.setenv("MLSD_DATABASE_URL_FILE", str(tmp_path / "url"))

    assert config.read().token_keys.get_secret_value() == "one\ntwo"
    assert config.read().database == "postgresql://a:b@c/d"


def test_two_sources_of_one_secret_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody should have to guess which token is in use."""
    (tmp_path / "token").write_text("canary")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "canary")
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(tmp_path / "token"))

    with pytest.raises(BadConfiguration, match="SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set") as caught:
        config.read_slack()
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe", "folder"])
def test_a_file_that_cannot_be_read_is_named(
    content: bytes | str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Missing, no text, or a folder."""
    path = tmp_path / "secret"
    if content == "folder":
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    monkeypatch.setenv("SLACK_SIGNING_SECRET_FILE", str(path))

    with pytest.raises(BadConfiguration, match=f"SLACK_SIGNING_SECRET_FILE points to {path}"):
        config.read_slack()


def test_an_empty_name_of_a_file_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """As compose files leave it."""
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", "")
    monkeypatch.setenv("SLACK_API_URL", "")

    assert config.read_slack().credentials() == Credentials()


@pytest.mark.parametrize(
    "written", ["https://slack-gov.com/api", "https://slack-gov.com/api/", " https://slack-gov.com/api "]
)
def test_the_base_of_the_api_ends_with_one_slash(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it is written, slack_sdk can append the method."""
    monkeypatch.setenv("SLACK_API_URL", written)

    assert config.read_slack().credentials().api == "https://slack-gov.com/api/"


BAD = {
    "SLACK_API_URL": "slack.com/api",
    "MLSD_PUBLIC_URL": "mlsd.example.org",
    "MLSD_WEB_PORT": "http",
    "MLSD_PLAIN": "perhaps",
}


@pytest.mark.parametrize(
    ("variable", "value"), [*BAD.items(), ("MLSD_WEB_PORT", "65536"), ("MLSD_PUBLIC_URL", "https://")]
)
def test_a_value_that_cannot_be_used_is_told_by_its_variable(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever prefix it has."""
    monkeypatch.setenv(variable, value)

    with pytest.raises(BadConfiguration, match=f"^{variable} cannot be used"):
        config.read_slack() if variable.startswith("SLACK") else config.read()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """A configuration in a traceback gives nothing away."""
    for variable, _ in SECRETS[:4]:
        monkeypatch.setenv(variable, "canary")
    monkeypatch.setenv("MLSD_TOKEN_KEYS", "canary")

    assert "canary" not in f"{config.read()!r}{config.read()}{config.read_slack()!r}{config.read_slack()}"
