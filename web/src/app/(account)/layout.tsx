import type { ReactNode } from "react";

import { KeyHelp, Page } from "@/components/shell";

import { PublicTop } from "../(public)/public-top";
import { SignedIn } from "./signed-in";

/** The pages about oneself: for who is signed in. */
export default function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <PublicTop />
      <Page>
        <SignedIn>{children}</SignedIn>
      </Page>
      <KeyHelp />
    </>
  );
}
