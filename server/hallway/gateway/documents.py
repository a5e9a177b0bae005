"""The documents that pages may ask: those of this build, and those of the one before, which open tabs still send."""

from pathlib import Path
from typing import Final

import msgspec
import structlog

from quickgraph import Request, RequestError, Trusted, document_hash

MANIFEST: Final = Path(__file__).resolve().parents[3] / "contract" / "documents.json"
"""The documents that our pages ask, by their SHA-256; in production nobody but an administrator asks others."""
FORMER: Final = Path(".next-previous") / "documents.json"
"""Below the web's folder: the same of the build before, where its build script leaves it."""


class PageDocuments:
    """What the engine trusts, and which requests are of pages that are too old."""

    def __init__(self, ours: Trusted, former: Trusted) -> None:
        self.trusted = Trusted({**former.documents, **ours.documents})
        self._hashes = frozenset(ours.documents)
        self._texts = frozenset(ours.documents.values())

    @staticmethod
    def read(web_dir: Path) -> "PageDocuments":
        """From the files that builds leave. The former one may be missing, or no good: then there is none."""
        former = Trusted({})
        try:
            former = Trusted.read((web_dir / FORMER).read_bytes())
        except FileNotFoundError:
            pass
        except (OSError, ValueError, msgspec.MsgspecError) as error:
            structlog.get_logger().warning("the documents of the build before cannot be read", error=str(error))
        return PageDocuments(Trusted.read(MANIFEST.read_bytes()), former)

    def outdated(self, refused: Request) -> bool:
        """Whether a request that was refused asks what pages of today do not ask: the schema may have moved on from
        what the build before asked."""
        if refused.query is not None:
            return refused.query not in self._texts
        try:
            return document_hash(refused) not in self._hashes
        except RequestError:
            return False
