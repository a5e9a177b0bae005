"use client";

import { later } from "@/components/ui/later";
import { useUser } from "@/lib/session";

const Waiting = () => <span className="size-8 max-md:size-9" />;
const Inside = later(() => import("./bell-inside").then((one) => one.BellInside), Waiting);

/** The bell of the top bars, for who is signed in; nothing for others, nor of its code. */
export function Bell() {
  return useUser() && <Inside />;
}
