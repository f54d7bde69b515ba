"""Everything that a message may not hold is refused with Discord's error and found."""

import io
import json
from typing import Any

import aiohttp
import pytest

from tests.loopback.discord import limits
from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.throwaway_bot import button, call, row, send, text
from tests.loopback.slack.story import story

V2 = limits.COMPONENTS_V2
Body = dict[str, Any]


def select(custom_id: str = "s", options: int = 2, **more: Any) -> Body:
    """A select as JSON."""
    offered = [{"label": f"Option {number}", "value": str(number)} for number in range(options)]
    return {"type": 3, "custom_id": custom_id, "options": offered, **more}


def laid_out(*parts: Body, **more: Any) -> Body:
    """A message made of components only."""
    return {"flags": V2, "components": list(parts), **more}


def in_rows(*rows: Body) -> Body:
    """A message with text and rows."""
    return {"content": "Card", "components": list(rows)}


RIGHT: dict[str, Body] = {
    "2000 characters": {"content": "x" * 2000},
    "five full rows": in_rows(*(row(*(button("B", f"{i}.{j}") for j in range(5))) for i in range(5))),
    "a custom id of 100": in_rows(row(button("B", "x" * 100))),
    "a label of 80": in_rows(row(button("x" * 80, "b"))),
    "a link": in_rows(row({"type": 2, "style": 5, "label": "Paper", "url": "https://example.org"})),
    "25 options": in_rows(row(select(options=25, max_values=25))),
    "4000 characters in a layout": laid_out(text("x" * 2000), text("y" * 2000)),
    "40 components": laid_out(*(text("x") for _ in range(40))),
    "a container": laid_out({"type": 17, "components": [text("# Card"), {"type": 14}, row(button("B", "b"))]}),
    "a section": laid_out({"type": 9, "components": [text("Side")], "accessory": button("B", "b")}),
    "an embed": {"embeds": [{"title": "T", "fields": [{"name": "n", "value": "v"}]}]},
    "a silent mention": {"content": "<@1> @everyone <@&2>", "allowed_mentions": {"parse": []}},
}

WRONG: dict[str, tuple[Body, str]] = {
    "2001 characters": ({"content": "x" * 2001}, "2001 characters"),
    "nothing": ({"content": "  "}, "the message is empty"),
    "a custom id of 101": (in_rows(row(button("B", "x" * 101))), "is too long"),
    "an empty custom id": (in_rows(row(button("B", ""))), "non-empty"),
    "a label of 81": (in_rows(row(button("x" * 81, "b"))), "is too long"),
    "a button that says nothing": (in_rows(row({"type": 2, "style": 1, "custom_id": "b"})), "says nothing"),
    "a button without an id": (in_rows(row({"type": 2, "style": 1, "label": "B"})), "has a custom_id"),
    "a link with an id": (
        in_rows(row({"type": 2, "style": 5, "label": "L", "url": "https://e.org", "custom_id": "b"})),
        "a link button",
    ),
    "a premium button": (in_rows(row({"type": 2, "style": 6, "sku_id": "1"})), "premium buttons"),
    "a gallery with a file that is not there": (
        laid_out({"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}),
        "names no file of the message",
    ),
    "an id twice": (in_rows(row(button("A", "b")), row(button("B", "b"))), "stands there 2 times"),
    "six buttons in a row": (in_rows(row(*(button("B", str(i)) for i in range(6)))), "too long"),
    "six rows": (in_rows(*(row(button("B", str(i))) for i in range(6))), "6 action rows"),
    "a select beside a button": (in_rows(row(select(), button("B", "b"))), "with other components"),
    "26 options": (in_rows(row(select(options=26))), "too long"),
    "an option of 101": (
        in_rows(row(select() | {"options": [{"label": "x" * 101, "value": "v"}]})),
        "too long",
    ),
    "a value twice": (
        in_rows(row(select() | {"options": [{"label": "A", "value": "v"}, {"label": "B", "value": "v"}]})),
        "offers a value twice",
    ),
    "more than there are": (in_rows(row(select(max_values=3))), "wants 1 to 3 of 2 options"),
    "a placeholder of 151": (in_rows(row(select(placeholder="x" * 151))), "too long"),
    "a layout without the flag": ({"components": [text("x")]}, "need the flag IS_COMPONENTS_V2"),
    "content beside a layout": (laid_out(text("x"), content="Also"), "stand beside components"),
    "an embed beside a layout": (laid_out(text("x"), embeds=[{"title": "T"}]), "stand beside components"),
    "4001 characters in a layout": (laid_out(text("x" * 2000), text("y" * 2001)), "4001 characters of text"),
    "41 components, nested": (
        laid_out({"type": 17, "components": [text("x") for _ in range(40)]}),
        "41 components, nested ones included",
    ),
    "a file that is not there": (
        laid_out({"type": 13, "file": {"url": "attachment://a.txt"}}),
        "names no file of the message",
    ),
    "an embed description of 4097": ({"embeds": [{"description": "x" * 4097}]}, "too long"),
    "embeds of 6001": ({"embeds": [{"description": "x" * 3001}, {"description": "x" * 3000}]}, "more than 6000"),
    "an ephemeral message of its own accord": ({"content": "x", "flags": 64}, "only answers to interactions"),
    "a flag that is Discord's own": ({"content": "x", "flags": 128}, "what a bot cannot set"),
    "a key that Discord does not know": ({"content": "x", "text": "y"}, "'text' was unexpected"),
    "a key inside that it does not know": (in_rows(row(button("B", "b", color=1))), "'color' was unexpected"),
    "a text input in a message": (in_rows(row({"type": 4, "custom_id": "t", "style": 1})), "none of what may stand"),
    "a nonce of 26": ({"content": "x", "nonce": "n" * 26}, "none of what may stand"),
}


@pytest.mark.parametrize("name", RIGHT)
@story
async def test_what_fits_is_sent(name: str) -> None:
    """A message at its limits arrives, and the answer fits Discord's schema."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        status, _ = await send(discord, ann, RIGHT[name])
        assert status == 200
        assert len(ann.sees()) == 1


@pytest.mark.parametrize("name", WRONG)
@story
async def test_what_does_not_fit_is_refused_and_found(name: str) -> None:
    """A message beyond a limit gets Discord's error, is a violation, and is not seen."""
    body, why = WRONG[name]
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        status, answer = await send(discord, ann, body)
        assert (status, answer["code"]) in [(400, 50035), (400, 50006)]
        (found,) = discord.violations.taken()
        assert why in found
        assert ann.sees() == []


@pytest.mark.parametrize(
    ("content", "allowed", "rings"),
    [
        ("@everyone", None, "@everyone"),
        ("@here", {"parse": ["everyone"]}, "@here"),
        ("<@123>", None, "<@123>"),
        ("<@!123>", {"users": ["123"]}, "<@123>"),
        ("<@123>", {"users": [123]}, "<@123>"),
        ("<@&9>", {"parse": ["roles"]}, "<@&9>"),
    ],
)
@pytest.mark.parametrize("layout", [False, True])
@story
async def test_a_mention_that_would_ring_is_a_violation(
    content: str, allowed: Body | None, rings: str, layout: bool
) -> None:
    """Wherever it is read, in content or in a layout, unless `allowed_mentions` forbids it."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        body: Body = laid_out(text(content)) if layout else {"content": content}
        if allowed is not None:
            body["allowed_mentions"] = allowed
        await send(discord, ann, body)
        assert discord.violations.taken() == [f"create_message: {rings} would ring; allowed_mentions must forbid it."]


@story
async def test_a_person_may_be_welcome_to_be_mentioned() -> None:
    """A test can allow the mention of one person."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        discord.allow_mentions_of(ann)
        await send(discord, ann, {"content": f"<@{ann.id}>", "allowed_mentions": {"users": [ann.id]}})


@story
async def test_a_layout_stays_a_layout() -> None:
    """An edit cannot take the flag off, nor put content beside the components; a plain message can become a layout."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        _, message = await send(discord, ann, {"content": "Plain"})
        path = f"/channels/{ann.dm.id}/messages/{message['id']}"
        assert (await call(discord, "PATCH", path, json=laid_out(text("Beside"))))[0] == 400
        assert (await call(discord, "PATCH", path, json=laid_out(text("Laid out"), content=None)))[0] == 200
        assert (await call(discord, "PATCH", path, json={"components": [text("Again")]}))[0] == 200
        assert (await call(discord, "PATCH", path, json={"content": "Text"}))[0] == 400
        discord.clock.advance(5)
        assert (await call(discord, "PATCH", path, json={"content": "Text", "flags": 0}))[0] == 400
        beside, again, off = discord.violations.taken()
        assert "stand beside" in beside
        assert "stand beside" in again
        assert "cannot be taken off" in off
        assert ann.sees()[0].text == "Again"


@story
async def test_the_same_nonce_brings_the_same_message_for_some_minutes() -> None:
    """With `enforce_nonce` a second send gives the first message; without it, or later, a new one."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        body: Body = {"content": "Drill", "nonce": "d-17", "enforce_nonce": True}
        first = (await send(discord, ann, body))[1]["id"]
        assert (await send(discord, ann, body))[1]["id"] == first
        assert len(ann.sees()) == 1
        await send(discord, ann, body | {"enforce_nonce": False})
        discord.clock.advance(limits.NONCE_SECONDS + 1)
        assert (await send(discord, ann, body))[1]["id"] != first
        assert len(ann.sees()) == 3


@story
async def test_somebody_elses_message_cannot_be_changed() -> None:
    """50005 and 50013, both violations."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        await ann.types("Mine")
        path = f"/channels/{ann.dm.id}/messages/{ann.sees()[0].id}"
        assert (await call(discord, "PATCH", path, json={"content": "Yours"}))[1]["code"] == 50005
        assert (await call(discord, "DELETE", path))[1]["code"] == 50013
        assert len(discord.violations.taken()) == 2


@story
async def test_files_have_a_limit_and_pictures_have_words() -> None:
    """Too large is 40005; a picture without a description is found; an unknown attachment id is refused."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        ann.agrees_to_messages()
        assert (await upload(discord, ann.dm.id, b"x" * (limits.ATTACHMENT_BYTES + 1), "a.txt"))[1]["code"] == 40005
        assert (await upload(discord, ann.dm.id, b"x", "a.png"))[0] == 200
        assert (await send(discord, ann, {"content": "x", "attachments": [{"id": "7"}]}))[0] == 400
        large, picture, unknown = discord.violations.taken()
        assert "larger than attachment_size_limit" in large
        assert "no description" in picture
        assert "no file of the request" in unknown


async def upload(
    discord: LoopbackDiscord, channel: str, content: bytes, name: str, body: Body | None = None, times: int = 1
) -> tuple[int, Any]:
    """Send a file as a form, once or more often."""
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(body or {"content": "File"}))
    for index in range(times):
        kind = "application/octet-stream"
        form.add_field(f"files[{index}]", io.BytesIO(content), filename=name, content_type=kind)
    return await call(discord, "POST", f"/channels/{channel}/messages", data=form)


@story
async def test_a_layout_shows_its_files() -> None:
    """A file that came with the message stands in its layout; more than ten are refused."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        ann.agrees_to_messages()
        parts = [{"type": 13, "file": {"url": "attachment://a.txt"}}]
        status, told = await upload(discord, ann.dm.id, b"abc", "a.txt", {"flags": V2, "components": parts})
        assert status == 200
        assert (told["components"][0]["name"], told["components"][0]["size"]) == ("a.txt", 3)
        assert (await upload(discord, ann.dm.id, b"x", "a.txt", times=11))[0] == 400
        assert "11 files" in discord.violations.taken()[0]


@story
async def test_a_guild_channel_has_permissions() -> None:
    """50001 where the bot sees nothing, 50013 where it may not write: errors of the world."""
    async with LoopbackDiscord() as discord:
        club = discord.guild("Club")
        hidden, quiet = club.channel("hidden"), club.channel("quiet")
        club.hides(hidden)
        club.silences(quiet)
        codes = [
            (await call(discord, "POST", f"/channels/{place.id}/messages", json={"content": "Hi"}))[1]["code"]
            for place in (hidden, quiet)
        ]
        assert codes == [50001, 50013]


@story
async def test_what_people_write_in_guilds_has_no_content() -> None:
    """Without the privileged intent the bot reads only what it wrote itself."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        club = discord.guild("Club", (ann,))
        general = club.channel("general")
        club.says(ann, general, "Among us")
        await call(discord, "POST", f"/channels/{general.id}/messages", json={"content": "Hello"})
        _, read = await call(discord, "GET", f"/channels/{general.id}/messages")
        assert [message["content"] for message in read] == ["Hello", ""]
