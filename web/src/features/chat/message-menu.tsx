"use client";

import { Copy, Ellipsis, Mic, MicOff, Trash2 } from "lucide-react";

import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Icon } from "@/components/ui/icon";
import { useT } from "@/lib/i18n";

import type { Line } from "./rows";

export type MuteSpan = "ten" | "hour" | "long";
export type MessageAction =
  | { readonly kind: "copy" | "unmute"; readonly line: Line }
  | { readonly kind: "remove"; readonly line: Line }
  | { readonly kind: "mute"; readonly line: Line; readonly span: MuteSpan };

export type MessageMenuProps = {
  line: Line;
  mine: boolean;
  /** The event's team. */
  staff: boolean;
  /** The sender may only read at this moment. */
  muted: boolean;
  onAction: (action: MessageAction) => void;
};

/** What can be done about a message; the button shows on hover, on focus, and always where there is no hover. */
export function MessageMenu({ line, mine, staff, muted, onAction }: MessageMenuProps) {
  const t = useT();
  const mute = (span: MuteSpan) => () => onAction({ kind: "mute", line, span });
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="outline"
          size="icon-sm"
          aria-label={t("chat.actions")}
          className="absolute inset-e-3 -top-2 z-10 opacity-0 group-hover/line:opacity-100 focus-visible:opacity-100 aria-expanded:opacity-100 [@media(hover:none)]:border-0 [@media(hover:none)]:bg-transparent [@media(hover:none)]:opacity-100 [@media(hover:none)]:shadow-none"
        >
          <Icon icon={Ellipsis} />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
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
