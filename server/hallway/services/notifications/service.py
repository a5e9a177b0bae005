"""The service: one class for each subject."""

from hallway.services.notifications.api import Notifications
from hallway.services.notifications.inbox.service import InboxService
from hallway.services.notifications.preferences.service import PreferenceService
from hallway.services.notifications.reminders.service import ReminderService


class NotificationsService(InboxService, PreferenceService, ReminderService, Notifications):
    """Fulfils `Notifications`."""
