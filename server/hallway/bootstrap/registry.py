"""Which services there are: one row each. A new service is a folder below `hallway/services` and a row here."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import msgspec

from hallway.kernel.facts.reactions import Reactions
from hallway.kernel.graph import Graph
from hallway.kernel.service import ServiceContext
from hallway.kernel.sockets import Sockets
from hallway.services.auth.api import Auth
from hallway.services.auth.demo.service import DemoAuthService
from hallway.services.auth.demo_api import DemoAuth
from hallway.services.auth.graph import graph as auth_graph
from hallway.services.auth.service import AuthService
from hallway.services.chat.api import Chat
from hallway.services.chat.graph import graph as chat_graph
from hallway.services.chat.reactions import reactions as chat_reactions
from hallway.services.chat.service import ChatService
from hallway.services.chat.sockets import sockets as chat_sockets
from hallway.services.events.api import Events
from hallway.services.events.demo.service import DemoEventsService
from hallway.services.events.demo_api import DemoEvents
from hallway.services.events.graph import graph as events_graph
from hallway.services.events.reactions import reactions as events_reactions
from hallway.services.events.service import EventsService
from hallway.services.events.sockets import sockets as events_sockets
from hallway.services.notifications.api import Notifications
from hallway.services.notifications.graph import graph as notifications_graph
from hallway.services.notifications.reactions import reactions as notifications_reactions
from hallway.services.notifications.service import NotificationsService
from hallway.services.profiles.api import Profiles
from hallway.services.profiles.demo.service import DemoProfilesService
from hallway.services.profiles.demo_api import DemoProfiles
from hallway.services.profiles.graph import graph as profiles_graph
from hallway.services.profiles.reactions import reactions as profiles_reactions
from hallway.services.profiles.service import ProfilesService
from hallway.services.video.api import Video
from hallway.services.video.graph import graph as video_graph
from hallway.services.video.reactions import reactions as video_reactions
from hallway.services.video.service import VideoService
from hallway.services.video.sockets import sockets as video_sockets

GATEWAY: Final = "gateway"
A = TypeVar("A")
D = TypeVar("D")


class Part(msgspec.Struct, Generic[A, D], frozen=True, kw_only=True):
    """One row: a service and what it brings. `demo_api` is there in the demo only."""

    name: str
    api: type[A]
    service: Callable[[ServiceContext], A]
    demo_api: type[D] | None = None
    demo_service: Callable[[ServiceContext], D] | None = None
    graph: Graph | None = None
    sockets: Sockets | None = None
    reactions: Reactions | None = None

    @property
    def folder(self) -> Path:
        """Where the service's schema.graphql and migrations are."""
        return Path(inspect.getfile(self.api)).parent


PARTS: Final[tuple[Part[Any, Any], ...]] = (
    Part(name="auth", api=Auth, service=AuthService, demo_api=DemoAuth, demo_service=DemoAuthService, graph=auth_graph),
    Part(
        name="events",
        api=Events,
        service=EventsService,
        demo_api=DemoEvents,
        demo_service=DemoEventsService,
        graph=events_graph,
        sockets=events_sockets,
        reactions=events_reactions,
    ),
    Part(
        name="profiles",
        api=Profiles,
        service=ProfilesService,
        demo_api=DemoProfiles,
        demo_service=DemoProfilesService,
        graph=profiles_graph,
        reactions=profiles_reactions,
    ),
    Part(name="chat", api=Chat, service=ChatService, graph=chat_graph, sockets=chat_sockets, reactions=chat_reactions),
    Part(
        name="video",
        api=Video,
        service=VideoService,
        graph=video_graph,
        sockets=video_sockets,
        reactions=video_reactions,
    ),
    Part(
        name="notifications",
        api=Notifications,
        service=NotificationsService,
        graph=notifications_graph,
        reactions=notifications_reactions,
    ),
)

WEB: Final = "web"
"""The role of the pages' own server."""
SERVICES: Final = tuple(part.name for part in PARTS)
"""Their names, in the order of their default ports."""
