import { titled } from "@/components/frame/head";
import { NotificationsPage } from "@/features/notifications";

export const generateMetadata = titled("notifications.title");

export default function NotificationsRoute() {
  return <NotificationsPage />;
}
