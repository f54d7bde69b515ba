"""Requests and answers keep to Discord's own document, and addresses beyond it are found."""

import json

import pytest

from tests.loopback.discord import schema
from tests.loopback.discord.addresses import find, operations
from tests.loopback.discord.rest import HANDLERS
from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.throwaway_bot import call
from tests.loopback.discord.trim_openapi import EXTRACT, trim
from tests.loopback.slack.story import story


def test_every_operation_of_the_extract_is_served() -> None:
    """The extract holds what is served, and nothing else."""
    assert {operation.name for operation in operations()} == set(HANDLERS)


def test_a_fixed_address_wins_over_one_with_a_parameter() -> None:
    """`@original` and `@me` are no ids."""
    found = [find("PATCH", "/webhooks/1/token/messages/@original"), find("PATCH", "/webhooks/1/token/messages/2")]
    names = [one[0].name for one in found if one]
    assert names == ["update_original_webhook_message", "update_webhook_message"]


def test_the_document_is_cut_to_what_is_used() -> None:
    """Unused schemas and descriptions go, named ones stay, and what is cut fits nothing."""
    text = {"type": "object", "description": "d", "properties": {"description": {"type": "string"}}}
    schemas = dict.fromkeys(schema.document()["components"]["schemas"], text) | {"Unused": text}
    paths = {
        path: {method: _as_in_document(operation) for method, operation in methods.items()}
        for path, methods in schema.document()["paths"].items()
    }
    made = trim({"info": {}, "paths": paths, "components": {"schemas": schemas}})
    kept = made["components"]["schemas"]
    assert "Unused" not in kept
    assert kept["ErrorResponse"] == {"type": "object", "properties": {"description": {"type": "string"}}}
    assert made["paths"] == schema.document()["paths"]


def _as_in_document(operation: schema.Json) -> schema.Json:
    answers = operation["responses"].items()
    whole = {
        "operationId": operation["operationId"],
        "parameters": operation["parameters"],
        "responses": {status: {"content": {"application/json": {"schema": one}}} for status, one in answers},
    }
    asked = {"requestBody": {"content": {"application/json": {"schema": operation["request"]}}}}
    return whole | (asked if operation["request"] else {})


def test_the_extract_is_json_on_one_line() -> None:
    """As the script writes it."""
    assert EXTRACT.read_text(encoding="utf-8").count("\n") == 1
    assert json.loads(EXTRACT.read_text(encoding="utf-8"))["info"]["version"] == "10"


def test_a_wrong_answer_of_the_server_itself_is_noticed() -> None:
    """Responses are checked as strictly as requests."""
    assert schema.problem_in_response("get_gateway", 200, {"url": "ws://x"}) is None
    assert schema.problem_in_response("get_gateway", 200, {"url": "ws://x", "more": 1}) is not None
    assert schema.problem_in_response("get_gateway", 404, {"message": "no code"}) is not None
    assert schema.problem_in_response("create_dm", 429, {"code": 0, "message": "m", "retry_after": 1}) is not None


@pytest.mark.parametrize(
    ("method", "path", "why"),
    [
        ("GET", "/users/@me/guilds", "does not know this address"),
        ("PATCH", "/users/@me", "does not know this address"),
        ("GET", "/gateway?fast=1", "the query names 'fast'"),
        ("GET", "/channels/{dm}/messages?limit=101", "limit=101 is no bound"),
        ("GET", "/channels/{dm}/messages?after=now", "after=now is no bound"),
        ("GET", "/channels/{dm}/messages/17", "no message 17 was ever there"),
        ("GET", "/channels/17", "no channel 17 was ever there"),
        ("GET", "/guilds/17", "no guild 17 was ever there"),
    ],
)
@story
async def test_an_address_that_is_not_there_is_a_violation(method: str, path: str, why: str) -> None:
    """Unknown addresses, query names and ids are refused and found."""
    async with LoopbackDiscord() as discord:
        status, _ = await call(discord, method, path.format(dm=discord.person("ann").dm.id))
        assert status in {400, 404}
        (found,) = discord.violations.taken()
        assert why in found


@story
async def test_an_unknown_address_may_be_expected() -> None:
    """Then it is 404 and no violation."""
    async with LoopbackDiscord() as discord:
        discord.expect_unknown("GET", "/users/@me/guilds")
        status, body = await call(discord, "GET", "/users/@me/guilds")
        assert (status, body) == (404, {"code": 0, "message": "404: Not Found"})


@story
async def test_a_body_that_is_no_json_is_refused() -> None:
    """An empty or broken body is a violation."""
    async with LoopbackDiscord() as discord:
        for body in (b"", b"{"):
            assert (await call(discord, "POST", "/users/@me/channels", data=body))[0] == 400
        assert len(discord.violations.taken()) == 2


@story
async def test_a_wrong_token_is_refused() -> None:
    """401, which counts towards the ban of the address."""
    async with LoopbackDiscord() as discord:
        status, _ = await call(discord, "GET", "/users/@me", headers={"Authorization": "Bot wrong"})
        assert status == 401
        assert discord.invalid_requests == 1


@story
async def test_channels_and_guilds_can_be_asked_for() -> None:
    """Every sort of channel, and a guild, fit Discord's schema; what the bot cannot see is 50001 or 10004."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        club = discord.guild("Club", (ann,))
        general, hidden = club.channel("general"), club.channel("hidden")
        club.hides(hidden)
        assert (await call(discord, "GET", f"/channels/{ann.dm.id}"))[1]["recipients"][0]["id"] == ann.id
        assert (await call(discord, "GET", f"/channels/{general.id}"))[1]["guild_id"] == club.id
        assert (await call(discord, "GET", f"/channels/{hidden.id}"))[1]["code"] == 50001
        assert (await call(discord, "GET", f"/channels/{discord.private_channel(ann, bob).id}"))[0] == 403
        assert (await call(discord, "GET", f"/guilds/{club.id}"))[1]["name"] == "Club"
        club.kicks_bot()
        assert (await call(discord, "GET", f"/guilds/{club.id}"))[1]["code"] == 10004
        assert (await call(discord, "GET", "/gateway"))[1]["url"] == discord.gateway_url
