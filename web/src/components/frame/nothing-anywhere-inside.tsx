"use client";

import type { ReactNode } from "react";

import { NothingHere } from "./nothing-here";
import { Page } from "./page";
import { SecondLook } from "./second-look";
import { TopBar } from "./top-bar";

/** What there is instead, or that there is nothing, under the bar of pages outside an event. */
export function NothingAnywhereInside({ children }: { children: ReactNode }) {
  return (
    <>
      <TopBar search={false} />
      {children ? (
        <Page>
          <SecondLook />
          {children}
        </Page>
      ) : (
        <NothingHere />
      )}
    </>
  );
}
