"""What the running bot writes for its operator: one line an event to standard error, without secrets."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

_SECRET = re.compile(r"xox[a-z]?[.-][\w.-]+|xapp-[\w-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)|(?<=ticket=)[^&\s\"']+")
HIDDEN = "[hidden]"
_QUIETER = {"slack_bolt": logging.ERROR, "slack_sdk": logging.WARNING, "aiohttp": logging.WARNING}
_QUIETER |= {"asyncio": logging.WARNING, "alembic": logging.WARNING, "discord": logging.WARNING}

Event = MutableMapping[str, Any]


def configure() -> None:
    """Lines for a person on a terminal, JSON elsewhere. What libraries log joins in from warnings on."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, _renderer()],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name, level in _QUIETER.items():
        logging.getLogger(name).setLevel(level)


def redact(_logger: object, _method: str, event: Event) -> Event:
    """Without tokens, and without the password of a database's address, wherever they stand."""
    return {name: value if name.startswith("_") else _clean(value) for name, value in event.items()}


def _clean(value: Any) -> Any:
    """Whatever a value is, its secrets are text."""
    if isinstance(value, bool | int | float | None):
        return value
    if isinstance(value, Mapping):
        return {name: _clean(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return _SECRET.sub(HIDDEN, str(value))


def _renderer() -> structlog.typing.Processor:
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer()
