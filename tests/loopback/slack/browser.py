"""A person's browser on the way through an installation: the app's page, Slack's consent, the app's page again."""

import html
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie

import aiohttp

from tests.loopback.slack.directory import Member
from tests.loopback.slack.shown import NotThere
from tests.loopback.slack.world import World

_LINK = re.compile(r"""href=["']([^"']*/oauth/v2/authorize\?[^"']*)["']""")
DECISIONS = ("allow", "decline", "allow for the organisation")


@dataclass(frozen=True)
class Page:
    """Where it ended."""

    url: str
    status: int
    text: str


async def install(world: World, member: Member, url: str, decision: str) -> Page:
    """Follow the installation from the app's page on; raises NotThere when that page leads nowhere."""
    if decision not in DECISIONS:
        raise NotThere(f"One can {', '.join(DECISIONS)}.")
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        consent, cookies = await _begin(session, url)
        ours = {"member": f"{member.team}/{member.id}", "decision": decision, "install_page": url}
        async with session.get(consent, cookies=ours, allow_redirects=False) as response:
            if "Location" not in response.headers:
                return Page(consent, response.status, await response.text())
            back = response.headers["Location"]
        async with session.get(back, cookies=cookies) as response:
            world.changes.tell()
            return Page(back, response.status, await response.text())


async def _begin(session: aiohttp.ClientSession, url: str) -> tuple[str, dict[str, str]]:
    async with session.get(url, allow_redirects=False) as response:
        # Secure cookies come back over plain http here, as browsers do it for this machine's own address.
        kept = SimpleCookie("; ".join(response.headers.getall("Set-Cookie", [])))
        found = response.headers.get("Location") or _link(await response.text())
        return found, {name: morsel.value for name, morsel in kept.items()}


def _link(page: str) -> str:
    found = _LINK.search(page)
    if found is None:
        raise NotThere(f"The page has no link to Slack's consent page: {page[:200]!r}")
    return html.unescape(found.group(1))
