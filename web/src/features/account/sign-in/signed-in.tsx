"use client";

import { usePathname, useRouter } from "next/navigation";
import { Fragment, useEffect, type ReactNode } from "react";

import { useSession } from "@/lib/session";

type SignedInProps = {
  children: ReactNode;
  /** Shown while it is not known who this is. */ waiting?: ReactNode;
};

/** Shows its children to somebody signed in, anew for another person; everybody else signs in first and comes back. */
export function SignedIn({ children, waiting = null }: SignedInProps) {
  const session = useSession();
  const path = usePathname();
  const router = useRouter();
  useEffect(() => {
    if (session.status === "out") router.replace(`/login?next=${encodeURIComponent(path)}`);
  }, [session.status, path, router]);
  return session.status === "in" ? <Fragment key={session.user.id}>{children}</Fragment> : waiting;
}
