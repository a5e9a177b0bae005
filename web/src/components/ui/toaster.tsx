"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { useLayoutEffect, useRef, useState, type RefObject } from "react";

import { t } from "@/lib/i18n";
import { direction } from "@/lib/locale";
import { useStore } from "@/lib/use-store";

import { Button } from "./button";
import { Icon } from "./icon";
import { dismissToast, entries, type Entry, type ToastAction } from "./toast";

const none: readonly Entry[] = [];

/** Place once, in the root layout. F8 moves the focus to the toasts. */
export function Toaster() {
  const shown = useStore(entries, none);
  const list = useRef<HTMLOListElement>(null);
  const bottom = useClearOf(list, shown.length > 0);
  return (
    <Radix.Provider
      label={t("common.notifications")}
      swipeDirection={direction() === "rtl" ? "left" : "right"}
    >
      {shown.map((entry) => (
        <ToastCard key={entry.id} entry={entry} />
      ))}
      <Radix.Viewport
        ref={list}
        data-toasts
        style={{ bottom }}
        className="fixed inset-e-(--toast-end,16px) bottom-4 z-[60] flex w-[min(360px,calc(100vw-32px))] flex-col gap-2 outline-none max-md:bottom-20"
      />
    </Radix.Provider>
  );
}

const gap = 8;

/** How far from the bottom of the window the toasts stand so as to cover nothing of `keepClear`; undefined: as usual. */
function useClearOf(list: RefObject<HTMLElement | null>, shown: boolean): number | undefined {
  const [bottom, setBottom] = useState<number>();
  // Follows the page for as long as toasts are shown: a composer grows, a page comes.
  useLayoutEffect(() => {
    const toasts = list.current;
    if (!shown || !toasts) return;
    const look = () => setBottom(bottomClearOf(toasts.getBoundingClientRect(), window.innerHeight));
    const sizes = new ResizeObserver(look);
    const comings = new MutationObserver(look);
    sizes.observe(document.body);
    sizes.observe(toasts);
    comings.observe(document.body, { childList: true, subtree: true });
    look();
    return () => {
      sizes.disconnect();
      comings.disconnect();
      setBottom(undefined);
    };
  }, [list, shown]);
  return bottom;
}

function bottomClearOf(toasts: DOMRect, height: number): number | undefined {
  const tops = Array.from(document.querySelectorAll("[data-keep-clear]"), (one) =>
    one.getBoundingClientRect(),
  )
    .filter(({ left, right, width }) => width > 0 && left < toasts.right && right > toasts.left)
    // What stands in the upper half is out of the toasts' way.
    .filter(({ top, bottom }) => top > height / 2 && bottom <= height + gap)
    .map(({ top }) => top);
  return tops.length > 0 ? height - Math.min(...tops) + gap : undefined;
}

function ToastCard({ entry }: { entry: Entry }) {
  const { tone = "neutral", action, second } = entry;
  const duration = entry.duration ?? (action || tone === "error" ? 10_000 : 5_000);
  return (
    <Radix.Root
      duration={duration}
      type={tone === "error" ? "foreground" : "background"}
      onOpenChange={(open) => !open && dismissToast(entry.id)}
      className="flex animate-rise-in items-start gap-3 rounded-card bg-raised py-3 ps-4 pe-2 shadow-2 outline outline-border data-[swipe=move]:translate-x-(--radix-toast-swipe-move-x)"
    >
      {entry.lead ??
        (tone !== "neutral" && (
          <Icon
            icon={tone === "error" ? CircleAlert : CircleCheck}
            className={tone === "error" ? "mt-0.5 text-live-text" : "mt-0.5 text-present-text"}
          />
        ))}
      <div className="min-w-0 flex-1">
        <Radix.Title className="clip-marks text-13 font-medium">{entry.title}</Radix.Title>
        {entry.body && (
          <Radix.Description dir="auto" className="text-13 text-muted">
            {entry.body}
          </Radix.Description>
        )}
        {(action || second) && (
          <div className="mt-2 flex gap-2">
            {action && <ToastButton {...action} variant="soft" />}
            {second && <ToastButton {...second} variant="ghost" />}
          </div>
        )}
      </div>
      <Radix.Close asChild>
        <Button variant="ghost" size="icon-sm" aria-label={t("common.close")} className="-my-1">
          <Icon icon={X} />
        </Button>
      </Radix.Close>
    </Radix.Root>
  );
}

function ToastButton({ label, run, variant }: ToastAction & { variant: "soft" | "ghost" }) {
  return (
    <Radix.Action asChild altText={label}>
      <Button variant={variant} size="sm" onClick={run}>
        {label}
      </Button>
    </Radix.Action>
  );
}
