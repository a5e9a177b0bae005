"use client";

import { later } from "@/components/ui/later";
import { useUser } from "@/lib/session";

const Inside = later(() => import("./call-dock-inside").then((one) => one.CallDockInside));

/** Place once, in the root layout: what a person's calls are on every page. Rings, and the call that goes on. */
export function CallDock() {
  const me = useUser()?.id;
  return me !== undefined && <Inside me={me} />;
}
