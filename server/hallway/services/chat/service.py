"""Chat's service: one class for each subject."""

from hallway.services.chat.api import Chat
from hallway.services.chat.messages.service import MessageService
from hallway.services.chat.moderation.service import ModerationService
from hallway.services.chat.rooms.service import RoomService


class ChatService(ModerationService, MessageService, RoomService, Chat):
    """Fulfils `Chat`."""
