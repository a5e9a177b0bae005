import { connection } from "next/server";

import { Page } from "@/components/shell";
import { Landing, loadEventCards } from "@/features/events";

export default async function LandingPage() {
  await connection();
  const cards = await loadEventCards();
  return (
    <Page className="pt-10">
      <Landing {...cards} />
    </Page>
  );
}
