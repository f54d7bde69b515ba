"""Errors that a person can mend. Anything else is a fault of ours."""


class BotError(Exception):
    """An error with a sentence for the person and the next step to take.

    `exit_code` is what the command line ends with: 2 for bad input or a broken set-up, 1 for findings. After a `fatal`
    one a conversation cannot go on: nothing more would be kept.
    """

    exit_code = 2
    fatal = False

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()
