"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, type ReactNode } from "react";

import { useSession } from "@/lib/session";

/** For signed-in people; others sign in and come back. */
export function MessagesFrame({ children }: { children: ReactNode }) {
  const { status } = useSession();
  const path = usePathname();
  const router = useRouter();
  useEffect(() => {
    if (status === "out") router.replace(`/login?next=${encodeURIComponent(path)}`);
  }, [status, path, router]);
  return (
    <main id="main" tabIndex={-1} className="mx-auto h-[calc(100dvh-56px)] w-full max-w-[1120px]">
      {status === "in" && children}
    </main>
  );
}
