import { titled } from "@/components/frame/head";
import { ProfilePage } from "@/features/account";

export const generateMetadata = titled("profile.title");

export default function ProfileRoute() {
  return <ProfilePage />;
}
