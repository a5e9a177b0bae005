"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";

/** Sends who is `needed` to sign in to do so, and brings them back to this page. */
export function useSignInFirst(needed: boolean): void {
  const path = usePathname();
  const router = useRouter();
  // Going elsewhere is not drawing.
  useEffect(() => {
    if (needed) router.replace(`/login?next=${encodeURIComponent(path + window.location.search)}`);
  }, [needed, path, router]);
}
