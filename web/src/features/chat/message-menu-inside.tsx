"use client";

import { Copy, Mic, MicOff, Trash2 } from "lucide-react";

import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
  focusFirst,
} from "@/components/ui/dropdown-menu";
import { useT } from "@/lib/i18n";

import type { MessageMenuInsideProps, MuteSpan } from "./message-menu";

/** What the menu of a message has in it. */
export function MessageMenuInside({
  line,
  mine,
  staff,
  muted,
  onAction,
  trigger,
  opened,
}: MessageMenuInsideProps) {
  const t = useT();
  const mute = (span: MuteSpan) => () => onAction({ kind: "mute", line, span });
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger {...trigger} />
      <DropdownMenuContent onFocus={opened === "key" ? focusFirst : undefined}>
        <DropdownMenuItem icon={Copy} onSelect={() => onAction({ kind: "copy", line })}>
          {t("chat.copy")}
        </DropdownMenuItem>
        {staff && !mine && (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem icon={MicOff} onSelect={mute("ten")}>
              {t("chat.mute10")}
            </DropdownMenuItem>
            <DropdownMenuItem icon={MicOff} onSelect={mute("hour")}>
              {t("chat.mute60")}
            </DropdownMenuItem>
            <DropdownMenuItem icon={MicOff} onSelect={mute("long")}>
              {t("chat.muteLong")}
            </DropdownMenuItem>
            {muted && (
              <DropdownMenuItem icon={Mic} onSelect={() => onAction({ kind: "unmute", line })}>
                {t("chat.unmute")}
              </DropdownMenuItem>
            )}
          </>
        )}
        {(mine || staff) && line.seq !== null && (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem icon={Trash2} danger onSelect={() => onAction({ kind: "remove", line })}>
              {t("chat.remove")}
            </DropdownMenuItem>
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
