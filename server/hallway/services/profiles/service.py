"""The service of profiles: one class for each of its subjects."""

from hallway.services.profiles.api import Profiles
from hallway.services.profiles.blocks.service import BlocksService
from hallway.services.profiles.invitations.service import InvitationsService
from hallway.services.profiles.matches.service import MatchesService
from hallway.services.profiles.people.service import PeopleService
from hallway.services.profiles.recommendations.service import RecommendationsService
from hallway.services.profiles.topics.service import TopicsService


class ProfilesService(
    PeopleService,
    TopicsService,
    BlocksService,
    RecommendationsService,
    MatchesService,
    InvitationsService,
    Profiles,
):
    """Fulfils `Profiles`."""
