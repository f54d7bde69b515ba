"""INTERACTION_CREATE: what the bot is told of something that a person did."""

from tests.loopback.discord.asked import Interaction
from tests.loopback.discord.bodies import (
    BOT_PERMISSIONS,
    channel_in_interaction,
    member_json,
    message_json,
    permissions,
    user_json,
)
from tests.loopback.discord.directory import Json
from tests.loopback.discord.world import World


def interaction_json(world: World, interaction: Interaction) -> Json:
    """An interaction as the gateway tells it."""
    place = interaction.place
    body: Json = {
        "id": interaction.id,
        "application_id": world.bot.id,
        "type": int(interaction.kind),
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel": channel_in_interaction(place),
        "channel_id": place.id,
        "locale": interaction.account.locale,
        "app_permissions": permissions(place),
        "attachment_size_limit": world.settings.attachment_bytes,
        "context": int(place.context),
        "authorizing_integration_owners": interaction.owners,
        "entitlements": [],
        "entitlement_sku_ids": [],
    }
    if interaction.message is not None:
        body["message"] = message_json(world, interaction.message)
    return body | _who(interaction)


def _who(interaction: Interaction) -> Json:
    guild = interaction.place.guild
    if guild is None:
        return {"user": user_json(interaction.account)}
    partial = {"id": guild.id, "locale": guild.locale, "features": []}
    named: Json = {"guild_id": guild.id, "guild_locale": guild.locale, "guild": partial}
    return named | {"member": member_json(interaction.account) | {"permissions": str(BOT_PERMISSIONS)}}
