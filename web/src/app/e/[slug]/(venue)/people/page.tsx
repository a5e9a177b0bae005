import { titled } from "@/components/frame/head";
import { VenuePeoplePage } from "@/features/venue";

export const generateMetadata = titled("shell.people");

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return <VenuePeoplePage slug={slug} />;
}
