import type { Metadata } from "next";

import { Page } from "@/components/frame";
import { HostEvent } from "@/features/organiser";
import { t } from "@/lib/i18n";
import { isNobody } from "@/lib/visitor";

export const metadata: Metadata = { title: t("organiser.hostTitle"), robots: { index: false } };

export default async function HostPage() {
  return (
    <Page className="max-w-[752px] md:max-w-[784px]">
      <HostEvent nobody={await isNobody()} />
    </Page>
  );
}
