"""Pages of our own, where no page can be had: they say so in the person's language, and come back by themselves."""

import random
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from hallway.gateway.http.language import language_of
from hallway.kernel.words import Sentence, said, say, sentence

SPREAD: Final = 5.0
"""Seconds over which those come back who were sent away together."""
DOWN_SECONDS: Final = 2
BUSY_SECONDS: Final = 3


class Said(Exception):
    """What is said instead of a page; it is worth asking again after `wait` seconds."""

    def __init__(self, status: int, wait: int, title: str, body: Sentence) -> None:
        super().__init__(status, title)
        self.status = status
        self.wait = wait
        self.title = title
        self.body = body

    def page(self, request: Request) -> Response:
        """As a page, which asks again a little later than it must, so that not everybody does at once."""
        tag = language_of(request.headers)
        page = (
            f"<!doctype html><html lang={tag}><meta charset=utf-8>"
            '<meta name=viewport content="width=device-width,initial-scale=1"><title>Hallway</title>'
            f"<h1>{escape(say(tag, self.title))}</h1><p>{escape(said(tag, self.body))}</p>"
        )
        again = self.wait + round(random.uniform(0, SPREAD))
        headers = {"retry-after": str(self.wait), "refresh": str(again), "cache-control": "no-store"}
        return Response(page, self.status, headers, "text/html")


class TooMany(Said):
    """`who` has opened too many pages."""

    def __init__(self, who: str, wait: int) -> None:
        super().__init__(429, wait, "gateway.busyTitle", sentence("gateway.busyBody", seconds=wait))
        self.who = who


def down() -> Said:
    """The web server does not answer."""
    return Said(502, DOWN_SECONDS, "gateway.downTitle", sentence("gateway.downBody"))


def busy() -> Said:
    """The web server has more to do than it can."""
    return Said(503, BUSY_SECONDS, "gateway.fullTitle", sentence("gateway.fullBody"))
