"use client";

import { ConnectionBar, TopBar } from "@/components/shell";
import { Bell } from "@/features/notifications";

export function PublicTop() {
  return (
    <>
      <TopBar bell={<Bell />} search={false} />
      <ConnectionBar />
    </>
  );
}
