import { titled } from "@/components/frame/head";
import { ImportPage } from "@/features/organiser";

export const generateMetadata = titled("imports.title", { robots: { index: false } });

export default async function ImportRoute({ params }: { params: Promise<{ slug: string; id: string }> }) {
  const { slug, id } = await params;
  return <ImportPage id={id} base={`/e/${slug}`} />;
}
