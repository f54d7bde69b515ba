"""The JSON in which Slack shows messages, members and views, and the payloads of what people do."""

import html
import re
from typing import Any

from tests.loopback.slack.blocks import objects
from tests.loopback.slack.content import with_ids
from tests.loopback.slack.dialogs import View
from tests.loopback.slack.directory import Channel, Json, Kind, Member, Message, Team
from tests.loopback.slack.world import World

_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")
_LINKED = re.compile(r"<(https?://[^>]+)>")
_ADDRESS = re.compile(r"https?://[^\s<>]+")


def escaped(text: str) -> str:
    """Text as Slack hands it on: three characters as entities, entities left alone."""
    return _BARE_AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def typed_text(text: str) -> str:
    """What a person typed, as it reaches the app: escaped, web addresses in angle brackets."""
    whole = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ADDRESS.sub(lambda found: f"<{found.group()}>", whole)


def message_json(world: World, team: Team, message: Message) -> Json:
    """A message as history, events and interactions show it."""
    shown: Json = {"type": "message", "text": message.text, "user": message.author, "ts": message.ts, "team": team.id}
    if message.from_bot:
        shown |= {"bot_id": team.bot_id, "app_id": world.app.id, "blocks": _as_kept(message.blocks)}
    else:
        shown |= {"client_msg_id": f"m{message.ts}", "blocks": _as_rich_text(message.text)}
    optional = {
        "thread_ts": message.thread_ts,
        "metadata": message.metadata,
        "edited": message.edited and {"user": message.author, "ts": message.edited},
        "files": message.files,
    }
    return shown | {key: value for key, value in optional.items() if value}


def channel_json(channel: Channel) -> Json:
    """A conversation, as conversations.info shows it."""
    person = {"user": next(iter(sorted(m for m in channel.members if not m.startswith("UBOT"))), "")}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind is Kind.PUBLIC,
        "is_group": channel.kind is Kind.PRIVATE,
        "is_im": channel.kind is Kind.DIRECT,
        "is_private": channel.kind is not Kind.PUBLIC,
        "is_archived": channel.archived,
        **(person if channel.kind is Kind.DIRECT else {}),
    }


def member_json(member: Member) -> Json:
    """A person, as users.info and user_change show them."""
    return {
        "id": member.id,
        "team_id": member.team,
        "name": member.name,
        "real_name": member.name,
        "deleted": member.deactivated,
        "tz": member.zone,
        "tz_label": member.zone,
        "is_bot": False,
        "profile": {"real_name": member.name, "display_name": member.name},
    }


def view_json(world: World, view: View) -> Json:
    """A view, with what Slack adds to it."""
    kept = {"private_metadata": "", "callback_id": "", "external_id": "", "submit": None, "close": None, "title": None}
    return {
        **kept,
        "clear_on_close": False,
        "notify_on_close": False,
        **view.body,
        "blocks": _as_kept(view.body["blocks"]),
        "id": view.id,
        "team_id": view.team,
        "state": {"values": view.state},
        "hash": view.hash,
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": world.app.id,
        "app_installed_team_id": view.team,
        "bot_id": world.directory[view.team].bot_id,
    }


def event_json(world: World, team: Team, event: Json, event_id: str) -> Json:
    """The outer payload of the Events API."""
    org_wide = is_org_wide(world, team)
    return {
        "token": "verification-token",
        "team_id": team.id,
        "enterprise_id": team.enterprise,
        "context_team_id": team.id,
        "context_enterprise_id": team.enterprise,
        "api_app_id": world.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(world.clock.now()),
        "authorizations": [
            {
                "enterprise_id": team.enterprise,
                "team_id": None if org_wide else team.id,
                "user_id": team.bot_user,
                "is_bot": True,
                "is_enterprise_install": org_wide,
            }
        ],
        "is_ext_shared_channel": False,
    }


def command_json(world: World, member: Member, channel: Channel, line: str) -> Json:
    """The fields of a slash command. Its text is escaped as messages are."""
    command, _, rest = line.partition(" ")
    team = world.directory[member.team]
    return {
        "token": "verification-token",
        "team_id": team.id,
        "team_domain": team.name,
        "enterprise_id": team.enterprise,
        "channel_id": channel.id,
        "channel_name": channel.name or "directmessage",
        "user_id": member.id,
        "user_name": member.name,
        "command": command,
        "text": escaped(rest.replace("&", "&amp;")),
        "api_app_id": world.app.id,
        "is_enterprise_install": "true" if is_org_wide(world, team) else "false",
        "response_url": response_url(world, channel, member, message=""),
        "trigger_id": world.triggers.issue(team=team.id, member=member.id),
    }


def interaction_json(world: World, member: Member, kind: str) -> Json:
    """What every interaction begins with. In an org-wide installation the team is null."""
    team = world.directory[member.team]
    org_wide = is_org_wide(world, team)
    return {
        "type": kind,
        "token": "verification-token",
        "api_app_id": world.app.id,
        "team": None if org_wide else {"id": team.id, "domain": team.name},
        "user": {"id": member.id, "username": member.name, "name": member.name, "team_id": team.id},
        "enterprise": {"id": team.enterprise, "name": team.enterprise} if team.enterprise else None,
        "is_enterprise_install": org_wide,
        "trigger_id": world.triggers.issue(team=team.id, member=member.id),
    }


def response_url(world: World, channel: Channel, member: Member, message: str) -> str:
    """A URL that answers here, for a while; `message` is the timestamp of what it may replace, or empty."""
    ticket = world.response_urls.issue(team=channel.team, channel=channel.id, member=member.id, message=message)
    return f"{world.base}/response/{ticket}"


def is_org_wide(world: World, team: Team) -> bool:
    """Whether the app came by an installation of the whole organisation."""
    covering = [grant for grant in world.grants.given if grant.covers(team)]
    return bool(covering) and covering[-1].team is None


def _as_kept(blocks: list[Json]) -> list[Json]:
    kept = with_ids(blocks)
    for node in objects(kept):
        if node.get("type") == "plain_text":
            node["text"] = escaped(node["text"])
        elif node.get("type") == "mrkdwn":
            node["text"] = _BARE_AMPERSAND.sub("&amp;", node["text"])
    return kept


def _as_rich_text(text: str) -> list[dict[str, Any]]:
    run = {"type": "text", "text": html.unescape(_LINKED.sub(r"\1", text))}
    return with_ids([{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [run]}]}])
