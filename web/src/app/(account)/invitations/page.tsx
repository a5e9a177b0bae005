import { titled } from "@/components/frame/head";
import { InvitationsPage } from "@/features/account";

export const generateMetadata = titled("invitations.title");

export default function InvitationsRoute() {
  return <InvitationsPage />;
}
