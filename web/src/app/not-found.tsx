import { headers } from "next/headers";

import { NothingHere, Page, SecondLook, TopBar } from "@/components/frame";
import { SessionGone } from "@/features/agenda";

export default async function NotFound() {
  const asked = await headers();
  const event = /^\/e\/[^/?]+(?=\/sessions\/)/u.exec(asked.get("x-path") ?? "")?.[0];
  return (
    <>
      <TopBar search={false} />
      {event !== undefined && asked.get("x-missing") === "session" ? (
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
