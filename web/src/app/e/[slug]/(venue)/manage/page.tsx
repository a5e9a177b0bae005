import { titled } from "@/components/frame/head";
import { SpeakingOrganising } from "@/components/frame/speaking-organising";
import { ManageEvent } from "@/features/organiser";

export const generateMetadata = titled("organiser.manage", { robots: { index: false } });

export default async function ManagePage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return (
    <SpeakingOrganising>
      <ManageEvent base={`/e/${slug}`} />
    </SpeakingOrganising>
  );
}
