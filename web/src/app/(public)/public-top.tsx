"use client";

import { ConnectionBar, TopBar } from "@/components/shell";

export function PublicTop() {
  return (
    <>
      <TopBar search={false} />
      <ConnectionBar />
    </>
  );
}
