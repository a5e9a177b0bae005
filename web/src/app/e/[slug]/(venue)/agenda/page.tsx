import type { Metadata } from "next";

import { AgendaPage } from "@/features/agenda";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("shell.agenda") };

/** For people of the event inside the venue, for everybody else in the public frame: the layout decides. */
export default function Agenda() {
  return <AgendaPage />;
}
