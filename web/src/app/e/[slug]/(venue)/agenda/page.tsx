import type { Metadata } from "next";

import { agendaMetadata, AgendaPage, loadAgendaHead } from "@/features/agenda";
import { t } from "@/lib/i18n";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const event = await loadAgendaHead((await params).slug);
  return event ? agendaMetadata(event) : { title: t("shell.agenda") };
}

/** For people of the event inside the venue, for everybody else in the public frame: the layout decides. */
export default function Agenda() {
  return <AgendaPage />;
}
