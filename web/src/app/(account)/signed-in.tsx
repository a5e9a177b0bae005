"use client";

import { usePathname, useRouter } from "next/navigation";
import { Fragment, useEffect, type ReactNode } from "react";

import { Loading, Skeleton } from "@/components/ui/skeleton";
import { useSession } from "@/lib/session";

/** Shows its children to somebody signed in, anew for another person; everybody else signs in first and comes back. */
export function SignedIn({ children }: { children: ReactNode }) {
  const session = useSession();
  const path = usePathname();
  const router = useRouter();
  useEffect(() => {
    if (session.status === "out") router.replace(`/login?next=${encodeURIComponent(path)}`);
  }, [session.status, path, router]);
  if (session.status === "in") return <Fragment key={session.user.id}>{children}</Fragment>;
  return (
    <Loading className="space-y-4">
      <Skeleton className="h-9 w-48" />
      <Skeleton className="h-40 max-w-[640px]" />
    </Loading>
  );
}
