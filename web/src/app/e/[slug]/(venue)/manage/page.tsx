import { titled } from "@/components/frame/head";
import { ManageEvent } from "@/features/organiser";

export const generateMetadata = titled("organiser.manage", { robots: { index: false } });

export default async function ManagePage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return <ManageEvent base={`/e/${slug}`} />;
}
