import type { Metadata } from "next";

import { nextPath } from "@/features/account";
import { WelcomePage } from "@/features/venue";
import { t } from "@/lib/i18n";

export const metadata: Metadata = { title: t("welcome.title") };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function Page({ searchParams }: Props) {
  const { next } = await searchParams;
  return <WelcomePage next={next === undefined ? null : nextPath(next)} />;
}
