"""The secret in the address of somebody's calendar: derived, so that it can be shown again and is not kept."""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from typing import Final
from uuid import UUID

PURPOSE: Final = "calendar"
NONCE_BYTES: Final = 16
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def token_of(key: bytes, user_id: UUID, event_id: UUID, nonce: bytes) -> str:
    """32 bytes as 43 letters, which nobody without the key can make."""
    secret = hmac.digest(key, user_id.bytes + event_id.bytes + nonce, hashlib.sha256)
    return urlsafe_b64encode(secret).rstrip(b"=").decode()


def digest_of(token: str) -> bytes | None:
    """By which it is found; None for what cannot be one."""
    return hashlib.sha256(token.encode()).digest() if _TOKEN.fullmatch(token) else None


def token_with(keys: Sequence[bytes], user_id: UUID, event_id: UUID, nonce: bytes, digest: bytes) -> str | None:
    """The token with this digest, by whichever of the keys it was made; None when that key is no good any more."""
    tokens = (token_of(key, user_id, event_id, nonce) for key in keys)
    return next((token for token in tokens if hmac.compare_digest(digest_of(token) or b"", digest)), None)
