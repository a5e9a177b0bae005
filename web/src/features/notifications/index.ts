export { Bell } from "./bell";
export { NotificationPreferences } from "./preferences";
export { NotificationsPage } from "./notifications-page";
