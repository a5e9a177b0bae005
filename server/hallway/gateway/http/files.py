"""The files that pages load: what the build has named by its contents and compressed, answered from memory.

A page loads some thirty of them, so they come first of all, before anything is made for a request. A file that is not
there (pages of another machine, a build since) is the web server's to answer."""

import mimetypes
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from hallway.gateway.http.answering import Fields, Variant, answered, codings_for, fields

PREFIX: Final = "/_next/static/"
FOLDER: Final = Path(".next", "standalone", "web", ".next", "static")
"""Below the web's folder: where its build leaves them."""
ENDINGS: Final = {"br": ".br", "gzip": ".gz"}
"""Of the files that are compressed so."""
COMMON: Final[Fields] = [
    (b"cache-control", b"public, max-age=31536000, immutable"),  # the name changes with the contents
    (b"vary", b"accept-encoding"),
    (b"accept-ranges", b"bytes"),
    # For pages of whose files a CDN has copies: fonts are read across origins, and it hands on what we say.
    (b"access-control-allow-origin", b"*"),
]
TYPES: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}


class Files:
    """In front of `app`: the files below the folder that the build has left in `web_dir`, and `app` for all else.
    `always` are headers of every answer."""

    def __init__(self, app: ASGIApp, web_dir: Path, always: dict[str, str]) -> None:
        self._app = app
        self._folder = web_dir / FOLDER
        self._always = fields(always)
        self._paths = {PREFIX + path.relative_to(self._folder).as_posix(): path for path in self._there()}
        self._read: dict[tuple[str, str | None], Variant] = {}

    def _there(self) -> list[Path]:
        return [path for path in self._folder.rglob("*") if path.is_file() and path.suffix not in ENDINGS.values()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in self._paths:
            headers = Headers(scope=scope)
            variant = self._variant(scope["path"], headers.get("accept-encoding", ""))
            if variant is not None:
                for message in answered(variant, scope["method"], headers):
                    await send(message)
                return
        await self._app(scope, receive, send)

    def _variant(self, path: str, accepted: str) -> Variant | None:
        """In the best coding that there is and that is accepted; None for a file that has gone meanwhile."""
        for coding in codings_for(accepted):
            if (known := self._read.get((path, coding))) is not None:
                return known
            file = self._paths[path]
            file = file.with_name(file.name + ENDINGS[coding]) if coding else file
            if not file.exists():
                continue
            kind = TYPES.get(self._paths[path].suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
            about = [(b"content-type", kind.encode())]
            made = self._read[path, coding] = Variant(file.read_bytes(), coding, about, COMMON, self._always)
            return made
        return None
