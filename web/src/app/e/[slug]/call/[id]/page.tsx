import type { Metadata } from "next";

import { CallPage } from "@/features/calls";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("video.title"), robots: { index: false } };

type Props = { params: Promise<{ id: string }> };

/** Outside the venue's frame: a call has the whole window. */
export default async function Page({ params }: Props) {
  return <CallPage callId={(await params).id} />;
}
