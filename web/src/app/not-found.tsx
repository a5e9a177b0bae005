import { headers } from "next/headers";

import { NothingAnywhere } from "@/components/frame/nothing-anywhere";
import { SessionGone } from "@/features/agenda";

export default async function NotFound() {
  // The event of which nobody found a session, see `proxy.ts`.
  const event = (await headers()).get("x-session-of") ?? "";
  const gone = /^\/e\/[^/?#]+$/u.test(event) && <SessionGone base={event} />;
  return <NothingAnywhere>{gone}</NothingAnywhere>;
}
