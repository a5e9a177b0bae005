import { titled } from "@/components/frame/head";
import { Page } from "@/components/frame";
import { AccountPage, loadPersonas, nextPath } from "@/features/account";

export const generateMetadata = titled("auth.registerTitle", { robots: { index: false } });

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function RegisterPage({ searchParams }: Props) {
  const [{ next }, personas] = await Promise.all([searchParams, loadPersonas()]);
  return (
    <Page narrow>
      <AccountPage mode="register" next={nextPath(next)} personas={personas} />
    </Page>
  );
}
