"use client";

import { Ellipsis } from "lucide-react";

import { buttonVariants } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { later } from "@/components/ui/later";
import { closed, useLaterMenu, type MenuInside } from "@/components/ui/later-menu";
import { cn } from "@/lib/cn";
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

export type MessageMenuInsideProps = MenuInside & MessageMenuProps;

const Waiting = ({ trigger }: MessageMenuInsideProps) => <button {...trigger} {...closed} />;
const Menu = later(() => import("./message-menu-inside").then((one) => one.MessageMenuInside), Waiting);

/**
 * What can be done about a message; the button shows on hover, on focus, and always where there is no hover. No more than
 * the button until it is pressed: a busy log draws one with each message.
 */
export function MessageMenu(props: MessageMenuProps) {
  const t = useT();
  const [opened, events] = useLaterMenu(Menu);
  const trigger = {
    "aria-label": t("chat.actions"),
    className: cn(
      buttonVariants({ variant: "outline", size: "icon-sm" }),
      "absolute inset-e-3 -top-2 z-10 opacity-0 group-hover/line:opacity-100 focus-visible:opacity-100 aria-expanded:opacity-100 [@media(hover:none)]:border-0 [@media(hover:none)]:bg-transparent [@media(hover:none)]:opacity-100 [@media(hover:none)]:shadow-none",
    ),
    children: <Icon icon={Ellipsis} />,
  };
  if (opened) return <Menu {...props} trigger={trigger} opened={opened} />;
  return <button {...trigger} {...events} />;
}
