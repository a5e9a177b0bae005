"""Structured logs with the request's id through every hop."""

import logging
import sys

import structlog
from structlog.contextvars import bind_contextvars, get_contextvars

from hallway.kernel.ids import uuid7


def set_up(*, pretty: bool, level: str = "INFO") -> None:
    """Write JSON lines (or coloured text) to stderr, for our own and the libraries' logs alike."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info if not pretty else _keep,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last = console() if pretty else structlog.processors.JSONRenderer()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("uvicorn.access", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def console() -> structlog.dev.ConsoleRenderer:
    """Coloured text. Tracebacks without the values of variables: these are people's data and secrets, and writing out a
    whole schedule has held the loop for seconds."""
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)


def _keep(_: object, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    return event


def begin_request(request_id: str | None = None) -> str:
    """Give this task a request id (a new one unless it came with one that can be trusted) and answer it."""
    chosen = request_id or uuid7().hex
    bind_contextvars(request_id=chosen)
    return chosen


def request_id() -> str:
    """The id of the request this task works for, or an empty text."""
    return str(get_contextvars().get("request_id", ""))
