"""Every figure of Discord's that the loopback server enforces, with its unit."""

RESPONSE_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0
NONCE_SECONDS = 5 * 60.0
HEARTBEAT_SECONDS = 41.25

CONTENT = 2000
ALL_TEXT = 4000  # over all components of a message with COMPONENTS_V2
ALL_COMPONENTS = 40
ACTION_ROWS = 5  # in a message without COMPONENTS_V2
BUTTONS_A_ROW = 5
MODAL_PARTS = 5
EMBED_TEXT = 6000
FILES = 10
ATTACHMENT_BYTES = 10 * 1024 * 1024
USER_INSTALL_FOLLOWUPS = 5

COMMAND_CHARACTERS = 8000
COMMANDS = 100
CREATIONS_A_DAY = 200
DAY_SECONDS = 24 * 3600.0
IDENTIFIES_A_DAY = 1000

GLOBAL_A_SECOND = 50
INVALID_REQUESTS = 10_000
INVALID_WINDOW_SECONDS = 600.0
DEFAULT_BUCKET = (30, 1.0)
BUCKETS = {  # calls, seconds; Discord's own vary and are told in headers, so a bot must not know them
    "create_message": (5, 5.0),
    "update_message": (5, 5.0),
    "delete_message": (5, 1.0),
    "execute_webhook": (5, 2.0),
    "update_original_webhook_message": (5, 2.0),
    "update_webhook_message": (5, 2.0),
    "bulk_set_application_commands": (2, 5.0),
}

EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_NOTIFICATIONS = 1 << 12
COMPONENTS_V2 = 1 << 15

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_PRESENCES = 1 << 8
DIRECT_MESSAGES = 1 << 12
MESSAGE_CONTENT = 1 << 15
PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
KNOWN_INTENTS = (1 << 26) - 1

EPOCH_MILLISECONDS = 1_420_070_400_000  # snowflakes count from the first second of 2015
