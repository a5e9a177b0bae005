"use client";

import { Fragment, type ReactNode } from "react";

import { useSession } from "@/lib/session";
import { useSignInFirst } from "@/lib/use-sign-in-first";

type SignedInProps = {
  children: ReactNode;
  /** Shown while it is not known who this is. */ waiting?: ReactNode;
};

/** Shows its children to somebody signed in, anew for another person; everybody else signs in first and comes back. */
export function SignedIn({ children, waiting = null }: SignedInProps) {
  const session = useSession();
  useSignInFirst(session.status === "out");
  return session.status === "in" ? <Fragment key={session.user.id}>{children}</Fragment> : waiting;
}
