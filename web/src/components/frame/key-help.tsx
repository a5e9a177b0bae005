"use client";

import { useState } from "react";

import { later } from "@/components/ui/later";
import { useStore } from "@/lib/use-store";

import { overlay } from "./palette-state";

export type KeyRow = { keys: readonly string[]; label: string };
export type KeyGroup = { label: string; rows: readonly KeyRow[] };
export type KeyHelpProps = { groups?: readonly KeyGroup[] };

const Inside = later(() => import("./key-help-inside").then((one) => one.KeyHelpInside));

/** The list behind `?`, which comes with it. Pages add their own keys by `groups`. */
export function KeyHelp({ groups }: KeyHelpProps) {
  const open = useStore(overlay, "none") === "keys";
  const [wanted, setWanted] = useState(open);
  if (open && !wanted) setWanted(true);
  // Once it is there it stays: it has an end to draw.
  return wanted && <Inside groups={groups} />;
}
