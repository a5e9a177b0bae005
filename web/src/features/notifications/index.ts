export { Bell } from "./bell";
export { NotificationsPage } from "./notifications-page";
export { NotificationPreferences } from "./preferences";
