"""Block Kit's limits, from Slack's reference: lengths in characters, counts in items."""

from typing import Final

# A message as a whole. What its blocks may hold in all is not documented: Slack refuses them near 13,200 characters
# and counts more than the text, so the whole JSON is held below that.
MESSAGE_TEXT: Final = 3000  # chat.update takes 4,000; beyond some sentences nobody listens
MESSAGE_BLOCKS: Final = 50
MESSAGE_CHARACTERS: Final = 13_000

# A modal or the home tab. Slack takes 250 kB; a reader takes less.
VIEW_BLOCKS: Final = 100
VIEW_CHARACTERS: Final = 100_000
VIEW_TITLE: Final = 24
VIEW_SUBMIT: Final = 24
VIEW_CLOSE: Final = 24
VIEW_PRIVATE_METADATA: Final = 3000

# Blocks
HEADER_TEXT: Final = 150
SECTION_TEXT: Final = 3000
SECTION_FIELDS: Final = 10
SECTION_FIELD_TEXT: Final = 2000
CONTEXT_TEXT: Final = 3000
ACTIONS_ELEMENTS: Final = 25
INPUT_LABEL: Final = 2000

# Elements
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2000
BUTTON_SPOKEN: Final = 75  # the accessibility label
OPTION_TEXT: Final = 75
OPTION_DESCRIPTION: Final = 75
OPTION_VALUE: Final = 150
OVERFLOW_OPTIONS: Final = 5
CHECKBOXES_OPTIONS: Final = 10
SELECT_OPTIONS: Final = 100
SELECT_PLACEHOLDER: Final = 150
TYPED_TEXT: Final = 3000

# Identifiers
ACTION_ID: Final = 255
BLOCK_ID: Final = 255
CALLBACK_ID: Final = 255
