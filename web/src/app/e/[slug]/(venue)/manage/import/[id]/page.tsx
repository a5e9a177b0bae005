import { titled } from "@/components/frame/head";
import { SpeakingOrganising } from "@/components/frame/speaking-organising";
import { ImportPage } from "@/features/organiser";

export const generateMetadata = titled("imports.title", { robots: { index: false } });

export default async function ImportRoute({ params }: { params: Promise<{ slug: string; id: string }> }) {
  const { slug, id } = await params;
  return (
    <SpeakingOrganising>
      <ImportPage id={id} base={`/e/${slug}`} />
    </SpeakingOrganising>
  );
}
