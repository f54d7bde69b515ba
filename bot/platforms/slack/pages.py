"""The pages that somebody sees who installs the app: plain HTML that needs no script, no image and no other server."""

from collections.abc import Iterable
from html import escape
from string import Template
from urllib.parse import urlencode, urljoin

from bot.domain.installation import Installation
from bot.platforms.slack.manifest import INSTALL_PATH, SCOPES

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
:root { color-scheme: light dark; }
body { max-width: 36rem; margin: 3rem auto; padding: 0 1rem; font: 1.1rem/1.6 system-ui, sans-serif; }
.act { display: inline-block; padding: .7rem 1.2rem; border: 2px solid; border-radius: .4rem; font-weight: 600; }
</style>
</head>
<body>
<main>
<h1>$title</h1>
$content
</main>
</body>
</html>
""")

_TRY_AGAIN = f'<p><a class="act" href="{INSTALL_PATH}">Try again</a></p>'

_FAILURES: dict[str, tuple[str, str]] = {
    "access_denied": ("Not installed", "You did not allow it, and nothing was changed."),
    "invalid_browser": (
        "Please begin here",
        "This page must be reached from the install page, in the same browser and within ten minutes.",
    ),
    "invalid_state": ("That took a while", "A visit to the install page is good once, and for ten minutes."),
    "missing_code": ("Please begin here", "Slack sent nothing that the app could be installed with."),
    "invalid_code": ("Slack did not confirm", "Nothing was installed. Often a second try is all it needs."),
    "storage_error": (
        "Not installed",
        "The bot could not keep what Slack granted. Whoever runs it finds the reason in its log.",
    ),
}
_UNKNOWN = ("Not installed", "Slack broke off. Nothing was installed.")


def install_page(consent_url: str) -> str:
    """Where an installation begins: what the bot does, what it asks for, the way to Slack's own page."""
    return _page(
        "Add mlsd to Slack",
        "<p>mlsd drills you for machine learning system design interviews: a few cards a day, in direct messages.</p>",
        "<p>Slack will ask you whether it may:</p>",
        f"<ul>{''.join(f'<li>{escape(reason)}</li>' for reason in SCOPES.values())}</ul>",
        "<p>It reads no channel. Your workspace's owners may be able to export your chat with it, and whoever runs it"
        " can read its database.</p>",
        f'<p><a class="act" href="{escape(consent_url)}">Add to Slack</a></p>',
    )


def success_page(installed: Installation, api: str) -> str:
    """Where it ends well, with the way to the bot. `api` is the base of the Web API, for its host."""
    whole = "every workspace that your organisation adds" if installed.is_org_wide else installed.name or "Slack"
    names = {"app": installed.app_id, "team": installed.team_id or ""}
    chat = f"{urljoin(api, '/app_redirect')}?{urlencode({key: value for key, value in names.items() if value})}"
    return _page(
        "mlsd is installed",
        f"<p>It is ready in {escape(whole)}. Type <code>/mlsd</code> there to begin.</p>",
        f'<p><a class="act" href="{escape(chat)}">Open mlsd in Slack</a></p>',
    )


def failure_page(reason: str) -> str:
    """Where it ends otherwise; `reason` is Bolt's or Slack's word, shown where it is not known."""
    title, sentence = _FAILURES.get(reason, _UNKNOWN)
    word = "" if reason in _FAILURES else f"<p>Its word for it: <code>{escape(reason[:100])}</code></p>"
    return _page(title, f"<p>{sentence}</p>", word, _TRY_AGAIN)


def trouble_page(message: str) -> str:
    """When the bot itself cannot go on now."""
    return _page("Not now", f"<p>{escape(message)}</p>", _TRY_AGAIN)


def _page(title: str, *parts: str) -> str:
    return _PAGE.substitute(title=escape(title), content=_joined(parts))


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)
