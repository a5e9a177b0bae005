"use client";

import { useEffect } from "react";

import { toast } from "@/components/ui/toast";
import { useT } from "@/lib/i18n";
import { held, update, watchForUpdates } from "@/lib/update";
import { useStore } from "@/lib/use-store";

/** Says that a newer version waits, until dismissed; not during what holds it off, as a call does. They reload. */
export function UpdateNotice() {
  const t = useT();
  const found = useStore(update, "none");
  const quiet = useStore(held, 0) > 0;
  // What watches and what says so stand outside React.
  useEffect(watchForUpdates, []);
  useEffect(() => {
    if (found === "none" || quiet) return;
    return toast({
      key: "update",
      title: t("shell.updateReady"),
      action: { label: t("shell.reload"), run: () => window.location.reload() },
      duration: Infinity,
    });
  }, [found, quiet, t]);
  return null;
}
