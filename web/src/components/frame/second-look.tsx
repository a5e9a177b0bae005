"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";

import { useSession } from "@/lib/session";

const looked = new Set<string>();

/**
 * Asks the server for this page once more when somebody turns out to be signed in: the token that came with the first
 * request may have ended, and what is there for its organisers (a draft) was then not there for nobody.
 */
export function SecondLook() {
  const path = usePathname();
  const router = useRouter();
  const { status } = useSession();
  // The session is known in the browser only, after the server has answered.
  useEffect(() => {
    if (status !== "in" || looked.has(path)) return;
    looked.add(path);
    // Refreshed to what is still not there, Next.js would load the document anew, and this would look again, for ever.
    fetch(path, { method: "HEAD" }).then(
      ({ ok }) => ok && router.refresh(),
      () => undefined,
    );
  }, [status, path, router]);
  return null;
}
