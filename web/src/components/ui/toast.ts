import type { ReactNode } from "react";

import { createStore } from "@/lib/store";

export type ToastAction = { label: string; run: () => void };
export type ToastInput = {
  title: ReactNode;
  body?: ReactNode;
  tone?: "neutral" | "success" | "error";
  /** A face or an icon before the words. */
  lead?: ReactNode;
  action?: ToastAction;
  /** A quieter one beside it. */
  second?: ToastAction;
  /** ms; errors and toasts with an action stay longer by themselves. */
  duration?: number;
  /** The same key replaces, so that one thing never shows twice. */
  key?: string;
};
export type Entry = ToastInput & { id: string };

/** Those that are shown; `toaster.tsx` draws them, which comes with the first. */
export const entries = createStore<readonly Entry[]>([]);
let made = 0;
/** More than this at once is noise; the oldest leave. */
const most = 4;

/** Shows a toast from anywhere in the browser; returns what dismisses it. */
export function toast(input: ToastInput): () => void {
  const id = input.key ?? `toast-${++made}`;
  entries.set([...entries.get().filter((entry) => entry.id !== id), { ...input, id }].slice(-most));
  return () => dismissToast(id);
}

/** Takes the toast of this key away, if it is shown. */
export function dismissToast(key: string): void {
  entries.set(entries.get().filter((entry) => entry.id !== key));
}

/** What toasts never cover: put it on a composer, or on a call's controls. */
export const keepClear = { "data-keep-clear": "" };
