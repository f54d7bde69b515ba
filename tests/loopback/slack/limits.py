"""Slack's limits, each a named constant: lengths in characters, counts in items, times in seconds.

From Slack's reference of Block Kit, its rate-limit tiers and its Events API, as of November 2026.
"""

from typing import Final

# Acknowledging and answering
ACKNOWLEDGE_SECONDS: Final = 3.0
TRIGGER_SECONDS: Final = 3.0
RESPONSE_URL_USES: Final = 5
RESPONSE_URL_SECONDS: Final = 30 * 60
EVENT_RETRY_SECONDS: Final = (0, 60, 300)
SIGNATURE_WINDOW_SECONDS: Final = 5 * 60
OAUTH_CODE_SECONDS: Final = 10 * 60

# Socket Mode
SOCKETS_AN_APP: Final = 10
SOCKET_TICKET_SECONDS: Final = 30

# Messages
MESSAGE_TEXT: Final = 40_000
UPDATED_TEXT: Final = 4_000
MESSAGE_BLOCKS: Final = 50
MESSAGE_BLOCKS_TEXT: Final = 13_200  # undocumented: msg_blocks_too_long begins near it
MARKDOWN_TEXT_IN_ALL: Final = 12_000
HISTORY_PAGE: Final = 999
HISTORY_PAGE_DISTRIBUTED: Final = 15
HISTORY_CALLS_A_MINUTE_DISTRIBUTED: Final = 1
MEMBERS_PAGE: Final = 1000

# Views
VIEW_BLOCKS: Final = 100
VIEW_TITLE: Final = 24
VIEW_SUBMIT: Final = 24
VIEW_CLOSE: Final = 24
VIEW_PRIVATE_METADATA: Final = 3000
VIEW_BYTES: Final = 250_000
VIEW_STACK: Final = 3
EXTERNAL_ID: Final = 255

# Identifiers
ACTION_ID: Final = 255
BLOCK_ID: Final = 255
CALLBACK_ID: Final = 255

# Composition objects
TEXT_OBJECT: Final = 3000
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTION_DESCRIPTION: Final = 75
OPTION_URL: Final = 3000
OPTION_GROUP_LABEL: Final = 75
OPTION_GROUP_OPTIONS: Final = 100
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_CONFIRM: Final = 30
CONFIRM_DENY: Final = 30

# Elements
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2000
BUTTON_URL: Final = 3000
BUTTON_ACCESSIBILITY_LABEL: Final = 75
SELECT_PLACEHOLDER: Final = 150
SELECT_OPTIONS: Final = 100
SELECT_OPTION_GROUPS: Final = 100
OVERFLOW_OPTIONS: Final = 5
CHECKBOXES_OPTIONS: Final = 10
RADIO_OPTIONS: Final = 10
FILE_INPUT_FILES: Final = 10
PLAIN_TEXT_INPUT: Final = 3000
URL_SOURCE_URL: Final = 3000
FEEDBACK_BUTTON_TEXT: Final = 75
FEEDBACK_BUTTON_VALUE: Final = 2000
FEEDBACK_BUTTON_ACCESSIBILITY_LABEL: Final = 75
ICON_BUTTON_VISIBLE_TO: Final = 10

# Blocks
ACTIONS_ELEMENTS: Final = 25
CONTEXT_ELEMENTS: Final = 10
CONTEXT_ACTIONS_ELEMENTS: Final = 5
HEADER_TEXT: Final = 150
IMAGE_URL: Final = 3000
IMAGE_ALT_TEXT: Final = 2000
IMAGE_TITLE: Final = 2000
INPUT_LABEL: Final = 2000
INPUT_HINT: Final = 2000
MARKDOWN_TEXT: Final = 12_000
SECTION_TEXT: Final = 3000
SECTION_FIELDS: Final = 10
SECTION_FIELD_TEXT: Final = 2000
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
ALERT_TEXT: Final = 200
CARD_TITLE: Final = 150
CARD_SUBTITLE: Final = 150
CARD_BODY: Final = 200
CARD_SUBTEXT: Final = 200
CARD_ACTIONS: Final = 3
CAROUSEL_CARDS: Final = 10
CONTAINER_TITLE: Final = 150
CONTAINER_SUBTITLE: Final = 150
CONTAINER_BLOCKS: Final = 10
VIDEO_ALT_TEXT: Final = 200
VIDEO_TITLE: Final = 200
VIDEO_AUTHOR: Final = 50
VIDEO_DESCRIPTION: Final = 200
VIDEO_PROVIDER: Final = 50
DATA_TABLE_ROWS_LEAST: Final = 2
DATA_TABLE_ROWS: Final = 201
DATA_TABLE_COLUMNS: Final = 20
DATA_TABLE_PAGE: Final = 100
DATA_TABLE_CONTENT: Final = 20_000
CHART_TITLE: Final = 50
CHART_SEGMENTS: Final = 12
CHART_SERIES: Final = 12
CHART_SERIES_NAME: Final = 20
CHART_POINTS: Final = 20
CHART_LABEL: Final = 20
CHART_AXIS_LABEL: Final = 50

# Rates: calls a minute for a method and a workspace
TIER_1: Final = 1
TIER_3: Final = 50
TIER_4: Final = 100
HUNDREDS_A_MINUTE: Final = 300  # "hundreds": auth.test, chat.getPermalink, a workspace's posts
POSTS_A_SECOND_A_CHANNEL: Final = 1
POST_BURST: Final = 3
CONNECTIONS_BURST: Final = SOCKETS_AN_APP  # an app may open all its sockets at once
REFUSALS_BORNE: Final = 20  # so many different calls may have been under way when a limit was hit

TIERS: Final = {
    "apps.connections.open": TIER_1,
    "auth.test": HUNDREDS_A_MINUTE,
    "chat.delete": TIER_3,
    "chat.getPermalink": HUNDREDS_A_MINUTE,
    "chat.postEphemeral": TIER_4,
    "chat.update": TIER_3,
    "conversations.history": TIER_3,
    "conversations.info": TIER_3,
    "conversations.members": TIER_4,
    "conversations.open": TIER_3,
    "files.completeUploadExternal": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "oauth.v2.access": TIER_4,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.publish": TIER_4,
    "views.push": TIER_4,
    "views.update": TIER_4,
}
