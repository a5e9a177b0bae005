import { connection } from "next/server";

import { Page } from "@/components/frame";
import { Landing, loadEventCards } from "@/features/event-page";

export default async function LandingPage() {
  await connection();
  const cards = await loadEventCards();
  return (
    <Page className="pt-10">
      <Landing {...cards} />
    </Page>
  );
}
