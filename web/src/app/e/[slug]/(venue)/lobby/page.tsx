import { titled } from "@/components/frame/head";
import { LobbyPage } from "@/features/venue";

export const generateMetadata = titled("shell.lobby");

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return <LobbyPage slug={slug} />;
}
