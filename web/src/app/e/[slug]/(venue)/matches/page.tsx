import { titled } from "@/components/frame/head";
import { VenueMatchesPage } from "@/features/venue";

export const generateMetadata = titled("matches.title");

export default function Page() {
  return <VenueMatchesPage />;
}
