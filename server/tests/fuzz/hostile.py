"""What somebody might send to break us, made from one seed: texts, numbers, any JSON, headers, whole requests."""

import json
from random import Random
from typing import Any, Final

PIECES: Final = (
    *(
        "",
        " ",
        "a",
        "0",
        "\x00",
        "\x1b[31m",
        "\ud83d",
        "\ude00",
        "\ufffe",
        "\u202e",
        "\u200d",
        "\ufeff",
        "\u2028",
        "😀",
    ),
    *("e\u0301\u0316\u0327", "ﷺ", "İ", "\U000e0001", "https://a", ")", "!", "[", "](", "`", "@", "<b>", '"', "'"),
    "\\",
    *("%00", "%s", "{}", "${7*7}", "../", "; DROP TABLE x;--", "javascript:", "&#0;", "\t", "\n", "constructor", "NaN"),
    *("__proto__", "-1", "1e999", "null", "true", "\u0130" * 3, "\u0600", "A" * 300, "𝔘", "@[Ada](", "http://["),
)
NUMBERS: Final = (
    *(0, -1, 1, 2**31 - 1, 2**31, -(2**31), 2**53, 2**53 + 1, 2**63, -(2**63) - 1, 2**64, 10**18, 10**30),
    *(0.5, -0.0, 1e-320, 1.7976931348623157e308, 1e22, 3.0),
)
TIMES: Final = ("2026-02-30T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+23:59", "2026-11-22T09:00", "now")
NAMES: Final = (
    *("Origin", "Host", "Cookie", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Accept"),
    *("Accept-Encoding", "Accept-Language", "Content-Type", "Content-Length", "Transfer-Encoding", "Connection"),
    *("Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Upgrade"),
    *(
        "If-None-Match",
        "If-Modified-Since",
        "Range",
        "User-Agent",
        "Referer",
        "Authorization",
        "Expect",
        "TE",
        "Trailer",
    ),
    *("X-Request-Id", "X-Hallway-Deadline-Ms", "Content-Encoding", "Keep-Alive", "Date", "Apollo-Require-Preflight"),
)
VALUES: Final = (
    *("http://[", "http://[::1", "[", "]", "a b", "null", "://", "http://a:99999", "http://\ud83d", "//", "*", "*/*"),
    *("hallway_access=", "hallway_access=x.y.z; hallway_refresh=;;;=", '="', "a=b;" * 500, "Bearer ", "Bearer x.y.z"),
    *(
        "Basic AA==",
        "for=[::1;by=",
        'for="_x:99999"',
        "1.2.3.4, , ,",
        ",,,,",
        "gzip;q=",
        "gzip;q=1e9",
        "identity;q=0, *",
    ),
    *("application/json; charset=\x7f", "multipart/form-data; boundary=", "text/plain;;;", "application/json;" * 200),
    *(
        "-1",
        "0x10",
        "1_0",
        "99999999999999999999",
        "+5",
        "chunked",
        "chunked, identity",
        "gzip, chunked",
        "100-continue",
    ),
    *("websocket", "Upgrade, keep-alive", "close", "upgrade", "13", "8", "x" * 24, "bytes=0-,0-," * 100, 'W/"', "h2c"),
    *("Thu, 99 Foo 0000 00:00:00 GMT", "q" * 3000, "text/*;q=" + "9" * 500, "\xff\xfe", "☃", "²", "٣"),
)
TARGETS: Final = (
    *(
        "/",
        "/healthz",
        "/readyz",
        "/graphql",
        "/graphql?query={me{id}}&variables=%7B%22a%22",
        "/session/login",
        "/nothing",
    ),
    *("/session/refresh", "/session/logout", "/upload/schedule/00000000-0000-0000-0000-000000000000", "/sw.js"),
    *("/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=4&transport=websocket", "/socket.io/?EIO=4&sid=x&sid="),
    *(
        "/%",
        "/%ff%00",
        "//a",
        "/..;/..",
        "*",
        "http://[/",
        "http://x",
        "/a?%",
        "/a#b",
        "/[",
        "/\xff",
        "/?" + "a=b&" * 300,
    ),
    *("/_next/static/%5b", "/.well-known/jwks.json", "/graphiql", "/upload/schedule/x?filename=%ff", "x:1", "/\x7f"),
)
BODIES: Final = (
    b"",
    b"{}",
    b'{"query":"{ me { id } }"}',
    b"[",
    b'{"email":"\\ud83d","password":"\\u0000"}',
    b"\xff",
    b"[" * 900,
)


class Hostile:
    """Everything that one seed makes. `ids` are real ones, so that what is asked for is sometimes there."""

    def __init__(self, seed: str, ids: tuple[str, ...] = ()) -> None:
        self.random = Random(seed)
        self.ids = ids

    def text(self) -> str:
        """A text, with what JSON can say and UTF-8 cannot in some."""
        pieces = self.random.choices(PIECES, k=self.random.choice((0, 1, 1, 2, 3, 8)))
        times = self.random.choice((1, 1, 1, 1, 3, 40))
        return "".join(pieces) * times

    def uuid(self) -> str:
        """An id, as likely as not of something."""
        if self.ids and self.random.random() < 0.7:
            return self.random.choice(self.ids)
        return self.random.choice(("00000000-0000-0000-0000-000000000000", "x", "", self.text()))

    def value(self, depth: int = 3) -> Any:
        """Any JSON."""
        kind = self.random.randrange(8 if depth else 6)
        if kind == 6:
            return [self.value(depth - 1) for _ in range(self.random.randrange(4))]
        if kind == 7:
            return {self.text(): self.value(depth - 1) for _ in range(self.random.randrange(4))}
        simple = (self.text, self.uuid, lambda: self.random.choice(NUMBERS), lambda: self.random.choice(TIMES))
        return self.random.choice((None, True, False)) if kind > 3 else simple[kind]()

    def headers(self) -> bytes:
        """Lines of headers, most of which somebody parses."""
        lines: list[bytes] = [] if self.random.random() < 0.1 else [b"Host: localhost"]
        for _ in range(self.random.choice((1, 1, 2, 3, 6))):
            value = self.random.choice(VALUES) if self.random.random() < 0.8 else self.text()
            raw = value.encode(self.random.choice(("utf-8", "latin-1")), "replace")
            if self.random.random() < 0.95:
                raw = raw.replace(b"\r", b"").replace(b"\n", b"")
            lines.append(self.random.choice(NAMES).encode() + b": " + raw)
        if self.random.random() < 0.3:
            lines += [b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Version: 13"]
            lines += [b"Sec-WebSocket-Key: " + b"x" * 22 + b"=="]
        self.random.shuffle(lines)
        return b"\r\n".join(lines)

    def request(self) -> bytes:
        """A whole HTTP request, or what could be taken for one."""
        method = self.random.choice(
            ("GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "CONNECT", "BREW")
        )
        target = self.random.choice(TARGETS).encode("latin-1")
        version = self.random.choice(("HTTP/1.1",) * 8 + ("HTTP/1.0", "HTTP/9.9", "")).encode()
        body = self.random.choice(BODIES)
        length = b"Content-Length: %d\r\n" % len(body) if self.random.random() < 0.8 else b""
        kind = b"Content-Type: application/json\r\n" if self.random.random() < 0.5 else b""
        return b"%b %b %b\r\n%b%b%b\r\n\r\n%b" % (method.encode(), target, version, length, kind, self.headers(), body)

    def packet(self, messages: dict[str, dict[str, Any]]) -> str:
        """A Socket.IO event with acknowledgement number 7; `messages` are the schemas of those that there are."""
        name = self.random.choice(sorted(messages))
        fields = {key: self.field(key, kind) for key, kind in messages[name].items()}
        if self.random.random() < 0.2:
            fields[self.text()] = self.value()
        if self.random.random() < 0.1:
            name = self.text().replace("connect", "")
        arguments = [fields] if self.random.random() < 0.9 else [self.value() for _ in range(self.random.randrange(3))]
        return "427" + json.dumps([name, *arguments])

    def field(self, key: str, kind: dict[str, Any]) -> Any:
        """Something for a field, as often as not of its kind."""
        if self.random.random() < 0.2:
            return self.value()
        if kind.get("format") == "uuid":
            return self.uuid()
        if kind.get("type") == "string":
            return self.random.choice(("abc123", self.text()))
        return self.random.choice((None, False, self.random.choice(NUMBERS)))
