"""What Discord tells about accounts, guilds, channels and messages, as JSON for REST and gateway alike."""

from datetime import UTC, datetime

from tests.loopback.discord.asked import Interaction
from tests.loopback.discord.directory import Account, Guild, Json, Kind, Message, Place
from tests.loopback.discord.world import World

VIEW, SEND, ATTACH = 1 << 10, 1 << 11, 1 << 15
BOT_PERMISSIONS = VIEW | SEND | ATTACH


def instant(at: float) -> str:
    """A time as Discord writes it."""
    return datetime.fromtimestamp(at, UTC).isoformat()


def user_json(account: Account) -> Json:
    """A user as others see them."""
    person = {"avatar": None, "discriminator": "0", "public_flags": 0, "flags": 0, "primary_guild": None}
    named = {"id": account.id, "username": account.name, "global_name": account.name}
    return named | person | ({"bot": True} if account.bot else {})


def self_json(account: Account) -> Json:
    """The bot as it sees itself."""
    return user_json(account) | {"mfa_enabled": True, "locale": account.locale, "verified": True, "email": None}


def member_json(account: Account) -> Json:
    """A member of a guild."""
    plain: Json = {"nick": None, "avatar": None, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "flags": 0}
    return {"user": user_json(account), "deaf": False, "mute": False, "pending": False, **plain}


def application_json(world: World) -> Json:
    """The application as its owner sees it."""
    nothing = ("icon", "type", "interactions_endpoint_url", "role_connections_verification_url", "team")
    counts = ("approximate_guild_count", "approximate_user_install_count", "approximate_user_authorization_count")
    return {
        "id": world.bot.id,
        "name": world.app.name,
        "description": "",
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
        "bot_public": True,
        "bot_require_code_grant": False,
        "bot": user_json(world.bot),
        "owner": user_json(Account("80351110224678912", "owner")),
        **dict.fromkeys(nothing),
        **dict.fromkeys(counts, 0),
    }


def place_json(place: Place) -> Json:
    """A channel."""
    common: Json = {"id": place.id, "type": int(place.kind), "flags": 0}
    common["last_message_id"] = place.messages[-1].id if place.messages else None
    if place.guild is None:
        people = {"recipients": [user_json(account) for account in place.members if not account.bot]}
        return common | people
    rest: Json = {"position": 0, "parent_id": None, "permission_overwrites": [], "nsfw": False, "topic": None}
    return common | {"guild_id": place.guild.id, "name": place.name, "rate_limit_per_user": 0, **rest}


def guild_json(guild: Guild) -> Json:
    """A guild as REST tells it."""
    return {
        "id": guild.id,
        "name": guild.name,
        "owner_id": guild.owner,
        "preferred_locale": guild.locale,
        "roles": [_everyone_json(guild)],
        "region": "us-east",
        "max_members": 500_000,
        "afk_timeout": 300,
        **dict.fromkeys(_GUILD_NOTHINGS),
        **dict.fromkeys(_GUILD_ZEROS, 0),
        **{key: [] for key in _GUILD_LISTS},
        **dict.fromkeys(_GUILD_NOES, False),
    }


_GUILD_NOTHINGS = (
    *("icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id"),
    *("afk_channel_id", "system_channel_id", "widget_channel_id", "max_presences", "vanity_url_code"),
    *("rules_channel_id", "safety_alerts_channel_id", "public_updates_channel_id", "incidents_data"),
)
_GUILD_ZEROS = (
    *("system_channel_flags", "verification_level", "default_message_notifications", "mfa_level", "nsfw_level"),
    *("explicit_content_filter", "max_stage_video_channel_users", "max_video_channel_users"),
    *("premium_tier", "premium_subscription_count"),
)
_GUILD_LISTS = ("features", "emojis", "stickers")
_GUILD_NOES = ("widget_enabled", "premium_progress_bar_enabled", "nsfw")


def _everyone_json(guild: Guild) -> Json:
    colors = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    flat = {"position": 0, "color": 0, "colors": colors, "icon": None, "unicode_emoji": None, "flags": 0}
    no = dict.fromkeys(("hoist", "managed", "mentionable"), False)
    return {"id": guild.id, "name": "@everyone", "permissions": str(BOT_PERMISSIONS), **flat, **no}


def guild_created_json(world: World, guild: Guild) -> Json:
    """A guild as GUILD_CREATE tells it: with its channels, and no member but the bot."""
    lists = ("threads", "voice_states", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds")
    facts = {"joined_at": "2026-01-01T00:00:00+00:00", "large": False, "unavailable": False}
    seen = [place_json(place) for place in guild.places if place.bot_sees]
    people = {"members": [member_json(world.bot)], "member_count": len(guild.members) + 1}
    return guild_json(guild) | facts | people | {"channels": seen} | {name: [] for name in lists}


def message_json(world: World, message: Message) -> Json:
    """A message as the bot sees it."""
    now = message.now
    body: Json = {
        "id": message.id,
        "type": _message_type(message),
        "channel_id": message.place.id,
        "author": user_json(message.author),
        "content": now.content,
        "components": now.components,
        "embeds": now.embeds,
        "attachments": now.attachments,
        "flags": message.flags,
        "timestamp": instant(message.at),
        "edited_timestamp": instant(message.edited_at) if message.edited_at else None,
        "mentions": [],
        "mention_roles": [],
        **dict.fromkeys(("pinned", "mention_everyone", "tts"), False),
    }
    if message.nonce is not None:
        body["nonce"] = message.nonce
    if message.source is not None:
        body |= {"application_id": world.bot.id, "webhook_id": world.bot.id}
        body["interaction_metadata"] = _metadata_json(message.source)
    return body


def _message_type(message: Message) -> int:
    """Plain, or the answer to a slash command."""
    source = message.source
    return 20 if source is not None and source.kind == 2 and source.original is message else 0


def _metadata_json(source: Interaction) -> Json:
    body: Json = {"id": source.id, "type": int(source.kind), "user": user_json(source.account)}
    body["authorizing_integration_owners"] = source.owners
    if source.kind == 3 and source.message is not None:
        body["interacted_message_id"] = source.message.id
    if source.kind == 5 and source.opened_by is not None:
        body["triggering_interaction_metadata"] = _metadata_json(source.opened_by)
    return body


def permissions(place: Place) -> str:
    """What the bot may do in a channel."""
    return str((VIEW if place.bot_sees else 0) | (SEND | ATTACH if place.bot_writes else 0))


def channel_in_interaction(place: Place) -> Json:
    """A channel as an interaction tells it."""
    return (
        place_json(place) | {"permissions": str(BOT_PERMISSIONS)} | ({"name": ""} if place.kind is Kind.GROUP else {})
    )
