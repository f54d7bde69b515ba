"""Discord's limits, from its reference: lengths in UTF-16 units, which is the stricter reading; counts in items."""

from typing import Final

# A message as a whole
COMPONENTS: Final = 40  # the container, every row and everything in them
CHARACTERS: Final = 4000  # of all text displays together
FILES: Final = 10
FOLLOW_UPS: Final = 5  # what an app that only its user installed may send after an interaction

# Components
CUSTOM_ID: Final = 100  # discord.py lets more through
ROW_BUTTONS: Final = 5
BUTTON_LABEL: Final = 80
SELECT_OPTIONS: Final = 25
SELECT_PLACEHOLDER: Final = 150
OPTION_LABEL: Final = 100
OPTION_VALUE: Final = 100

# Modals
MODAL_TITLE: Final = 45
LABEL_TEXT: Final = 45
LABEL_DESCRIPTION: Final = 100
TYPED_TEXT: Final = 4000
TYPED_PLACEHOLDER: Final = 100

# Commands
COMMAND_DESCRIPTION: Final = 100
COMMAND_OPTIONS: Final = 25
COMMAND_CHOICES: Final = 25
COMMAND_CHARACTERS: Final = 8000  # of names, descriptions and values in one command with all its options
CHOICE_TEXT: Final = 100
