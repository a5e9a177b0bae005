"""The service: one class for each subject."""

from hallway.services.video.api import Video
from hallway.services.video.calls.service import CallService
from hallway.services.video.calls.timeouts import CallTimeouts
from hallway.services.video.ice.service import IceService


class VideoService(CallService, CallTimeouts, IceService, Video):
    """Fulfils `Video`."""
