import { titled } from "@/components/frame/head";
import { SettingsPage } from "@/features/account";

export const generateMetadata = titled("settings.title");

export default function SettingsRoute() {
  return <SettingsPage />;
}
