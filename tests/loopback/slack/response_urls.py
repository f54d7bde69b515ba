"""Response URLs: five messages in half an hour, without a token, into the place of one interaction."""

from aiohttp import web

from tests.loopback.slack import events
from tests.loopback.slack.arguments import Arguments, Sort, given_by
from tests.loopback.slack.content import accept_message
from tests.loopback.slack.directory import Channel, Json, Message
from tests.loopback.slack.faults import Error, Reset, Status
from tests.loopback.slack.tickets import ExpiredTicket, UnknownTicket, UsedTicket
from tests.loopback.slack.violations import SlackError
from tests.loopback.slack.web_api import reset
from tests.loopback.slack.world import Source, World

_TAKEN = Arguments(
    optional={
        "text": Sort.TEXT,
        "blocks": Sort.JSON,
        "response_type": Sort.TEXT,
        "replace_original": Sort.FLAG,
        "delete_original": Sort.FLAG,
        "thread_ts": Sort.TEXT,
        "mrkdwn": Sort.FLAG,
        "unfurl_links": Sort.FLAG,
        "unfurl_media": Sort.FLAG,
        "metadata": Sort.JSON,
    }
)


class ResponseUrls:
    """Serves /response/TICKET."""

    def __init__(self, world: World) -> None:
        self._source = Source(world, "response_url")

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One post, with whatever fault a test has asked for."""
        _, given = await given_by(request)
        fault = await self._source.world.faults.take("response_url")
        if isinstance(fault, Status):
            return web.Response(status=fault.status)
        if fault == Reset(after=False):
            return reset(request)
        try:
            if isinstance(fault, Error):
                raise SlackError(fault.error)
            self._respond(request.match_info["ticket"], given)
        except SlackError as error:
            return web.json_response(error.body(), status=404)
        return reset(request) if fault else web.json_response({"ok": True})

    def _respond(self, ticket: str, given: Json) -> None:
        subject = self._subject(ticket)
        team = self._source.world.directory[subject["team"]]
        channel = team.channels[subject["channel"]]
        original = channel.message(subject["message"])
        respond(self._source, channel, subject["member"], _TAKEN.read(self._source, given), original)

    def _subject(self, ticket: str) -> dict[str, str]:
        try:
            return self._source.world.response_urls.use(ticket)
        except UsedTicket:
            raise self._source.broken("used more than five times", "used_url") from None
        except ExpiredTicket:
            raise self._source.broken("used after more than half an hour", "expired_url") from None
        except UnknownTicket:
            raise self._source.broken("never given", "invalid_url") from None


def respond(source: Source, channel: Channel, member: str, given: Json, original: Message | None = None) -> None:
    """Show a response in the place of an interaction; raises SlackError."""
    if given.get("delete_original") or given.get("replace_original"):
        _change(source, channel, given, original)
        return
    kind = given.get("response_type", "ephemeral")
    if kind not in {"ephemeral", "in_channel"}:
        raise source.broken(f"response_type {kind!r} is neither ephemeral nor in_channel", "invalid_arguments")
    text, blocks = accept_message(source, given.get("text"), given.get("blocks"))
    author = source.world.directory[channel.team].bot_user
    message = Message(source.world.new_ts(), channel.id, author, text, blocks, from_bot=True)
    message.only_for = member if kind == "ephemeral" else None
    events.post(source.world, channel, message)


def _change(source: Source, channel: Channel, given: Json, original: Message | None) -> None:
    if original is None:
        raise source.broken("a slash command has no original to replace or delete", "invalid_arguments")
    if original.deleted:
        raise SlackError("message_not_found")
    if given.get("delete_original"):
        events.delete(source.world, channel, original)
        return
    text, blocks = accept_message(source, given.get("text"), given.get("blocks"))
    events.rewrite(source.world, channel, original, text, blocks)
