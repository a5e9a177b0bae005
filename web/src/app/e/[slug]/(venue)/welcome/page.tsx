import { titled } from "@/components/frame/head";
import { nextPath } from "@/features/account";
import { WelcomePage } from "@/features/venue";

export const generateMetadata = titled("welcome.title");

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function Page({ searchParams }: Props) {
  const { next } = await searchParams;
  return <WelcomePage next={next === undefined ? null : nextPath(next)} />;
}
