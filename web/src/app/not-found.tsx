import { headers } from "next/headers";

import { NothingHere, Page, SecondLook, TopBar } from "@/components/frame";
import { SessionGone } from "@/features/agenda";

export default async function NotFound() {
  // The event of which nobody found a session, see `proxy.ts`.
  const event = (await headers()).get("x-session-of") ?? "";
  return (
    <>
      <TopBar search={false} />
      {/^\/e\/[^/?#]+$/u.test(event) ? (
        <Page>
          <SecondLook />
          <SessionGone base={event} />
        </Page>
      ) : (
        <NothingHere />
      )}
    </>
  );
}
