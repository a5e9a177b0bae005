"use client";

import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { useMounted } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { useCharacterKeys } from "@/lib/keys";
import { useStore } from "@/lib/use-store";

import type { KeyGroup, KeyHelpProps } from "./key-help";
import { commandKey } from "./keys";
import { overlay } from "./palette-state";

/** What the list of keys has in it. */
export function KeyHelpInside({ groups = [] }: KeyHelpProps) {
  const t = useT();
  const mounted = useMounted();
  const [on] = useCharacterKeys();
  const open = useStore(overlay, "none") === "keys";
  const all: readonly KeyGroup[] = [
    {
      label: t("shell.keysAnywhere"),
      rows: [
        { keys: [mounted ? commandKey() : "Ctrl K"], label: t("shell.keyPalette") },
        { keys: ["?"], label: t("shell.keyHelp") },
        { keys: ["Esc"], label: t("shell.keyClose") },
        { keys: ["F8"], label: t("shell.keyNotices") },
        { keys: ["A"], label: t("shell.keyAnswer") },
        { keys: ["D"], label: t("shell.keyDecline") },
      ],
    },
    ...groups,
  ];
  return (
    <Dialog open={open} onOpenChange={(next) => overlay.set(next ? "keys" : "none")}>
      <DialogContent title={t("shell.keys")}>
        <p className="text-13 text-muted">{t(on ? "shell.keysOn" : "shell.keysOff")}</p>
        {all.map((group) => (
          <section key={group.label} className="mt-3 first:mt-0">
            <h3 className="text-12 text-muted">{group.label}</h3>
            <dl>
              {group.rows.map((row) => (
                <div key={row.label} className="flex h-8 items-center justify-between text-13">
                  <dt>{row.label}</dt>
                  <dd className="flex gap-1">
                    {row.keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </DialogContent>
    </Dialog>
  );
}
