"""Who sees an answer, what becomes of it later, and who may reach it."""

from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.shown import Seen
from tests.loopback.discord.throwaway_bot import answer_raw, asking, begun, call, follow_up
from tests.loopback.slack.story import story

INPUT = {"type": 4, "custom_id": "w", "style": 1}
HELLO = {"type": 4, "data": {"content": "Hello"}}


@story
async def test_the_first_follow_up_takes_the_place_of_the_deferred_message() -> None:
    """It has the visibility that was fixed when it was deferred; the thinking ends."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        async with asking(discord, ann) as bot:
            general = discord.guild("Club", (bob,)).channel("general")
            ann.goes_to(general)
            bob.goes_to(general)
            asked, act = await begun(discord, bot, ann.slash("drill"))
            await answer_raw(discord, asked, {"type": 5, "data": {"flags": 64}})
            assert (await act).kind == "DEFERRED_MESSAGE"
            assert ann.sees()[0].text == "(thinking)"
            await follow_up(discord, asked, {"content": "Yours alone"})
            assert [(one.text, one.ephemeral) for one in ann.sees()] == [("Yours alone", True)]
            await follow_up(discord, asked, {"content": "For all"})
            assert [one.text for one in bob.sees()] == ["For all"]


@story
async def test_visibility_is_fixed_at_the_deferral() -> None:
    """A public deferral that is answered in private shows to everybody, and is found."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann) as bot:
            asked, act = await begun(discord, bot, ann.slash("drill"))
            await answer_raw(discord, asked, {"type": 5})
            await act
            assert (await follow_up(discord, asked, {"content": "Secret", "flags": 64}))[1]["code"] == 50035
            assert "visibility was fixed" in discord.violations.taken()[0]


@story
async def test_an_ephemeral_message_is_reached_by_its_webhook_alone() -> None:
    """The channel's address of it is unknown; the webhook edits and deletes it."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann) as bot:
            asked, act = await begun(discord, bot, ann.slash("drill"))
            await answer_raw(discord, asked, {"type": 4, "data": {"content": "Yours", "flags": 64}})
            await act
            shown: Seen = ann.sees()[-1]
            path = f"/channels/{ann.dm.id}/messages/{shown.id}"
            assert (await call(discord, "PATCH", path, json={"content": "New"}))[1]["code"] == 10008
            assert "only be reached by its webhook" in discord.violations.taken()[0]
            hook = f"/webhooks/{discord.bot.id}/{asked.token}/messages"
            assert (await call(discord, "PATCH", f"{hook}/{shown.id}", json={"content": "New"}))[0] == 200
            assert ann.sees()[-1].text == "New"
            assert (await call(discord, "DELETE", f"{hook}/@original"))[0] == 204
            assert len(ann.sees()) == 1


@story
async def test_a_webhook_knows_its_own_messages_alone() -> None:
    """Others are unknown to it and a violation; deleted ones are unknown, and that is all."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann) as bot:
            asked, act = await begun(discord, bot, ann.slash("drill"))
            await answer_raw(discord, asked, HELLO)
            await act
            hook = f"/webhooks/{discord.bot.id}/{asked.token}/messages"
            card, hello = ann.sees()
            assert (await call(discord, "GET", f"{hook}/{hello.id}"))[1]["content"] == "Hello"
            assert (await call(discord, "GET", f"{hook}/{card.id}"))[1]["code"] == 10008
            assert "has no message" in discord.violations.taken()[0]
            discord.guild("Club").removes(hello)
            for name in ("@original", hello.id):
                assert (await call(discord, "GET", f"{hook}/{name}"))[1]["code"] == 10008


@story
async def test_a_form_is_no_original_message() -> None:
    """After a form there is nothing to edit."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann) as bot:
            asked, act = await begun(discord, bot, ann.slash("drill"))
            form = {"custom_id": "f", "title": "F", "components": [{"type": 18, "label": "W", "component": INPUT}]}
            await answer_raw(discord, asked, {"type": 9, "data": form})
            await act
            path = f"/webhooks/{discord.bot.id}/{asked.token}/messages/@original"
            assert (await call(discord, "PATCH", path, json={"content": "x"}))[1]["code"] == 10008
            assert "was no message" in discord.violations.taken()[0]


@story
async def test_an_app_that_only_the_user_installed_follows_up_five_times() -> None:
    """The sixth follow-up is refused and found; where the bot is a member there is no such limit."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann) as bot:
            ann.installs_app()
            strange = discord.guild("Strange", (ann,), with_bot=False).channel("general")
            for place, refused in ((strange, True), (ann.dm, False)):
                ann.goes_to(place)
                asked, act = await begun(discord, bot, ann.slash("drill"))
                await answer_raw(discord, asked, HELLO)
                await act
                discord.clock.advance(5)
                for _ in range(5):
                    assert (await follow_up(discord, asked, {"content": "More"}))[0] == 200
                discord.clock.advance(5)
                status, body = await follow_up(discord, asked, {"content": "Sixth"})
                assert (status, body.get("code")) == ((400, 40094) if refused else (200, None))
            assert "a sixth follow-up" in discord.violations.taken()[0]


@story
async def test_the_answer_to_a_callback_names_the_message() -> None:
    """With `with_response` there is a body, of which the real client makes a message; without it there is none."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann) as bot:
            asked, act = await begun(discord, bot, ann.slash("drill"))
            told = await asked.response.send_message("Hello")
            await act
            assert str(told.message_id) == ann.sees()[-1].id
            original = await asked.original_response()
            await original.edit(content="Changed")
            assert ann.sees()[-1].text == "Changed"


@story
async def test_a_deleted_message_cannot_be_updated() -> None:
    """10008, which is the world's doing and no violation."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann) as bot:
            (card,) = ann.sees()
            discord.guild("Club").removes(card)
            asked, act = await begun(discord, bot, ann.presses("Good", on=card))
            status, body = await answer_raw(discord, asked, {"type": 7, "data": {"content": "Next"}})
            assert (status, body["code"]) == (404, 10008)
            await answer_raw(discord, asked, {"type": 6})
            assert (await act).kind == "DEFERRED_UPDATE"
