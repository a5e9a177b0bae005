"""Everything that can be set, read once at the start from the environment."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

import msgspec

from hallway.kernel.errors import OperatorError

ENV_NAMES: Final = {"database_url": "DATABASE_URL", "redis_url": "REDIS_URL"}
"""As hosting platforms call them; everything else is HALLWAY_<FIELD>."""
FIRST_SERVICE_PORT: Final = 10
"""Services listen on this many ports above the gateway, and on those that follow, unless they are told where."""
WEB_PORT: Final = 100
"""So many ports above the gateway the pages are served, unless it is told where."""
SHORTEST_SECRET: Final = 32
UPLOAD_BYTES: Final = 16 * 1024 * 1024
"""Four times the largest published schedule we know. The contract tells it to the web."""
CONTACT: Final = re.compile(r"(mailto:|https://)[!-~]+|[!-9;-?A-~]+@[!-9;-?A-~]+", re.IGNORECASE)
HOST: Final = re.compile(r"(?=.*[a-z])[a-z0-9_-]+(\.[a-z0-9_-]+)*", re.IGNORECASE)


Organisers = Literal["everybody", "invited"]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an installation decides. Names in the environment: DATABASE_URL, REDIS_URL and HALLWAY_<FIELD>."""

    database_url: str
    redis_url: str
    secret: str
    """At least 32 characters; keys for tokens at rest and for calls between processes are derived from it."""
    secret_also: str = ""
    """Another secret that is accepted meanwhile, while one is changed for the other process by process."""
    public_url: str = "http://localhost:3000"
    """The origin people see; cookies are Secure when it is https."""
    host: str = "127.0.0.1"
    """The address to listen on; 0.0.0.0 in a container."""
    port: int = 3000
    web_url: str = "http://127.0.0.1:3100"
    """Where the pages are served from, for the gateway to pass on."""
    assets_url: str = ""
    """The origin from which browsers load scripts, styles and fonts, if not from us. It can do all that pages can."""
    web_dir: Path = Path(__file__).resolve().parents[3] / "web"
    """Where the pages are built: what the build before them may still ask is there, and in the embedded shape they are
    served from there."""
    service_worker: bool = True
    """Pages install a service worker; without, the one that browsers have takes itself away."""
    service_urls: dict[str, str]
    demo: bool = False
    """The demo's event and people, whom anybody may sign in as; on this computer alone, or with `demo_public`."""
    demo_public: bool = False
    """The demo, or the tools for development, where others can come: for a showcase that nobody relies on."""
    dev: bool = False
    security_contact: str = ""
    """Whom to tell of a security problem, for /.well-known/security.txt: an e-mail address, or a mailto: or https:
    address."""
    data_dir: Path = Path(".hallway")
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = ""
    trust_proxy: bool = False
    """Believe X-Forwarded-For: only behind a proxy of one's own, or anybody could write their address themselves."""

    egress_allow: tuple[str, ...] = ()
    """Hosts and networks that may be asked for what somebody gave the address of, beside public ones."""

    free_queries: bool = False
    """Answer GraphQL documents that our pages do not ask, to anybody: for programs. Administrators may always."""

    organisers: Organisers | None = None
    """Who may publish events: everybody with an account, or the people whom an administrator has made organisers. What
    is published stands on the first page, in this installation's name: so invited ones, but in the demo."""

    # Limits, each with the reason for its number.
    database_pool: int = 10
    """Connections per service and process: six services stay below PostgreSQL's default of 100."""
    rpc_seconds: float = 15.0
    """A person has given up by then."""
    upload_bytes: int = UPLOAD_BYTES
    rpc_bytes: int = 32 * 1024 * 1024
    """The largest upload, with room to spare."""
    graphql_bytes: int = 256 * 1024
    graphql_document_bytes: int = 16 * 1024
    """Of those, the document itself: our longest has 1 kB, tools' introspection 2, and reading 200 took 40 ms."""
    graphql_depth: int = 10
    """Our deepest query has 6 levels."""
    graphql_tokens: int = 2_000
    graphql_aliases: int = 20
    graphql_root_fields: int = 20
    graphql_cost: int = 100_000
    """Values that an answer may hold, by the sizes in the SDL. Our heaviest pages could ask for 40,000 of them: all
    matches of somebody very well connected, or the agenda of a very large event."""
    graphql_documents: int = 1_000
    """Parsed documents kept: our pages send some 60 different ones."""
    socket_bytes: int = 64 * 1024
    """A session description with candidates of a call takes up to 20 kB."""
    socket_events: int = 100
    """Messages per socket in `socket_window` seconds: trickled candidates come in bursts of tens."""
    socket_window: float = 5.0
    socket_connections: int = 2_000
    """Sockets from one address on which nobody is signed in: a whole venue may sit behind one, and look."""
    http_connections: int = 2_048
    """HTTP connections from one address on which nobody is signed in; an eighth of them may be silent. Never more than
    half of what the process has descriptors for."""
    person_connections: int = 64
    person_sockets: int = 32
    """Of one person, on all devices: a browser opens six connections and one socket for each page."""
    person_socket_events: int = 300
    """The same of all sockets of one person in one process: a laptop, a phone and some tabs are busy at once."""
    address_socket_events: int = 2_000
    """The same of all sockets from one address on which nobody is signed in: they only follow what is public."""
    http_hits: int = 600
    """GraphQL requests per minute and person, and pages too."""
    address_hits: int = 3_000
    """The same for an address that nobody has signed in from: an audience opens the page before the keynote, from
    behind the venue's one address."""
    graphql_minute_cost: int = 6_000_000
    """Of all that a person asks in a minute, in the units of `graphql_cost`; for an address as many times more as it
    has hits. Our largest page 150 times, or ten thousand for each of 600 requests."""
    graphql_running: int = 16
    """GraphQL requests that are answered at the same time by one gateway: half of them at most for one person, a
    quarter for all who are not signed in, an eighth for one address. More at once would not be sooner done, and who
    comes then would wait for all."""
    graphql_waiting: int = 200
    """Of one person, or one address, until more are refused."""
    pages_running: int = 16
    """Pages that are drawn at the same time for one gateway, half of them at most for one person or address: the page
    server has one core, and draws some hundred in a second."""
    pages_waiting: int = 200
    """Of one person, or one address, until more are told to come back."""
    pages_seconds: float = 5.0
    """As long as a page waits for its turn: whoever would wait for longer is told so instead."""
    kept_pages_bytes: int = 64 * 1024 * 1024
    """Of pages that are the same for everybody, with their compressed forms: a few hundred large ones."""

    @property
    def is_local(self) -> bool:
        """Whether this computer alone can come here."""
        hosts = (self.host, urlsplit(self.public_url).hostname or "" if _is_http(self.public_url) else "")
        return all(host == "localhost" or host.endswith(".localhost") or _is_loopback(host) for host in hosts)

    @property
    def everybody_publishes(self) -> bool:
        """Whether it takes no more than an account to publish an event."""
        return self.organisers == "everybody" or (self.organisers is None and self.demo)

    def key(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose, derived from the secret."""
        return _derived(self.secret, purpose)

    def keys(self, purpose: str) -> tuple[bytes, ...]:
        """All keys that are good for this purpose: the first is made with, each is accepted."""
        secrets = (self.secret, self.secret_also) if self.secret_also else (self.secret,)
        return tuple(_derived(secret, purpose) for secret in secrets)

    @staticmethod
    def from_env(env: Mapping[str, str], services: Sequence[str]) -> "Settings":
        """Settings from the environment, for an installation of these services; one OperatorError lists all that
        is missing or wrong."""
        faults: list[str] = []
        values: dict[str, object] = {}
        for field in msgspec.structs.fields(Settings):
            name = ENV_NAMES.get(field.name, f"HALLWAY_{field.name.upper()}")
            if field.name == "service_urls":
                continue
            if name in env and env[name] != "":
                try:
                    values[field.name] = _parse(env[name], field.type)
                except (ValueError, msgspec.ValidationError):
                    faults.append(f"{name} is {env[name]!r}, which is not {_kind(field.type)}")
            elif field.required:
                faults.append(f"{name} is missing")
        if faults:
            raise _problem(faults)
        port = values.get("port", 3000)
        assert isinstance(port, int)
        values.setdefault("public_url", f"http://localhost:{port}")
        values.setdefault("web_url", f"http://127.0.0.1:{port + WEB_PORT}")
        values["service_urls"] = {
            name: env.get(f"HALLWAY_{name.upper()}_URL") or f"http://127.0.0.1:{port + FIRST_SERVICE_PORT + index}"
            for index, name in enumerate(services)
        }
        settings = msgspec.convert(values, Settings)
        if faults := _faults(settings):
            raise _problem(faults)
        return settings


def _derived(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"hallway:{purpose}".encode(), hashlib.sha256)


def _parse(text: str, kind: object) -> object:
    if kind is Path:
        return Path(text)
    if kind is bool:
        return msgspec.convert(text, bool, strict=False)
    if kind == tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return msgspec.convert(text, kind, strict=False)


def _kind(kind: object) -> str:
    if kind == Organisers | None:
        return " or ".join(get_args(Organisers))
    return {int: "a whole number", float: "a number", bool: "1 or 0"}.get(kind, "text")  # type: ignore[call-overload]


def _faults(settings: Settings) -> list[str]:
    faults: list[str] = []
    if len(settings.secret) < SHORTEST_SECRET:
        faults.append(
            f"HALLWAY_SECRET is shorter than {SHORTEST_SECRET} characters; make one with: openssl rand -hex 32"
        )
    if settings.secret_also and len(settings.secret_also) < SHORTEST_SECRET:
        faults.append(f"HALLWAY_SECRET_ALSO is shorter than {SHORTEST_SECRET} characters")
    if urlsplit(settings.database_url).scheme not in ("postgresql", "postgres"):
        faults.append("DATABASE_URL does not begin with postgresql://")
    if urlsplit(settings.redis_url).scheme not in ("redis", "rediss", "unix"):
        faults.append("REDIS_URL does not begin with redis://, rediss:// or unix://")
    urls = {"public": settings.public_url, "web": settings.web_url, **settings.service_urls}
    for name, url in urls.items():
        if not _is_http(url):
            faults.append(f"HALLWAY_{name.upper()}_URL is {url!r}, which is not an http address")
    if _is_http(settings.public_url) and urlsplit(settings.public_url).path not in ("", "/"):
        faults.append(f"HALLWAY_PUBLIC_URL is {settings.public_url!r}; Hallway has a host of its own, without a path")
    if settings.assets_url and not _is_origin(settings.assets_url):
        faults.append(
            f"HALLWAY_ASSETS_URL is {settings.assets_url!r}, which is not an origin such as https://cdn.example.org"
        )
    if not 0 < settings.port < 65536:
        faults.append(f"HALLWAY_PORT is {settings.port}, which is not a port")
    if (settings.demo or settings.dev) and not settings.is_local and not settings.demo_public:
        faults.append(_open_to_all(settings))
    if settings.security_contact and not CONTACT.fullmatch(settings.security_contact):
        faults.append(
            f"HALLWAY_SECURITY_CONTACT is {settings.security_contact!r}, which is no e-mail address and does not begin "
            "with mailto: or https:"
        )
    for entry in settings.egress_allow:
        if not _is_host_or_network(entry):
            faults.append(f"HALLWAY_EGRESS_ALLOW has {entry!r}, which is no host and no network such as 10.2.0.0/16")
    if settings.turn_urls and not settings.turn_secret:
        faults.append("HALLWAY_TURN_SECRET is missing, though HALLWAY_TURN_URLS is set")
    return faults


def _open_to_all(settings: Settings) -> str:
    name, what = ("HALLWAY_DEV", "is for developing") if settings.dev else ("HALLWAY_DEMO", "needs no password")
    where = f"HALLWAY_PUBLIC_URL is {settings.public_url} and HALLWAY_HOST {settings.host}"
    return (
        f"{name}=1 {what}, but others can come here: {where}. Set {name}=0; or HALLWAY_DEMO_PUBLIC=1 as well, if this "
        "is a showcase in which anybody may be anybody"
    )


def _is_http(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _is_origin(url: str) -> bool:
    """As it may stand in a Content-Security-Policy."""
    return re.fullmatch(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?", url) is not None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_host_or_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return HOST.fullmatch(text) is not None
    return True


def _problem(faults: list[str]) -> OperatorError:
    return OperatorError("Hallway cannot start with these settings:\n- " + "\n- ".join(faults))
