"use client";

import { Confirm } from "@/components/ui/confirm";
import { useT } from "@/lib/i18n";
import { createStore } from "@/lib/store";
import { useStore } from "@/lib/use-store";

import { companyOf, namesOf } from "./company";
import { inCall, useInCall } from "./elsewhere";

/** What waits for the answer. */
const asking = createStore<((may: boolean) => void) | null>(null);

/** One is in one call at a time: asks before another takes its place. True at once where there is none. */
export function mayLeaveCall(): Promise<boolean> {
  if (!inCall()) return Promise.resolve(true);
  return new Promise((resolve) => {
    asking.get()?.(false);
    asking.set(resolve);
  });
}

/** Place once: the question. */
export function LeaveFirst() {
  const t = useT();
  const answer = useStore(asking, null);
  const current = useInCall();
  const settle = (may: boolean) => {
    answer?.(may);
    asking.set(null);
  };
  return (
    <Confirm
      open={answer !== null && current !== null}
      onOpenChange={(open) => !open && settle(false)}
      title={t("video.leaveFirst")}
      description={t("video.leaveFirstBody", {
        names: current && namesOf(companyOf(current.call, current.me)),
      })}
      action={t("video.leaveFirstAction")}
      danger
      onConfirm={() => settle(true)}
    />
  );
}
