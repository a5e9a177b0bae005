import { titled } from "@/components/frame/head";
import { Page } from "@/components/frame";
import { AccountPage, loadPersonas, nextPath } from "@/features/account";

export const generateMetadata = titled("auth.loginTitle", { robots: { index: false } });

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function LoginPage({ searchParams }: Props) {
  const [{ next }, personas] = await Promise.all([searchParams, loadPersonas()]);
  return (
    <Page narrow>
      <AccountPage mode="login" next={nextPath(next)} personas={personas} />
    </Page>
  );
}
