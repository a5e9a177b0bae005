"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

import { toast } from "@/components/ui/toast";
import { useLatest } from "@/lib/hooks";
import { t } from "@/lib/i18n";

import { NoticeFace } from "./notice-row";
import { deservesToast, isInView, linkOf, wordsOf } from "./notice-view";
import type { Notice } from "./notices-state";
import type { NoticesStore } from "./notices-store";

/** Which new notices were told already: the bell may stand on the page more than once. */
const told = new Set<string>();

/** Shows new notices in passing; what they are about being in view, they count as read instead. */
export function useNoticeToasts(store: NoticesStore | null, path: string): void {
  const router = useRouter();
  const here = useLatest(path);
  useEffect(() => {
    if (!store) return;
    return store.onNew((notice, actor) => {
      if (told.has(occurrence(notice))) return;
      told.add(occurrence(notice));
      const place = { path: here.current, visible: document.visibilityState === "visible" };
      if (isInView(notice, place)) {
        // Not kept: it stays in the bell, where it can be read again.
        store.markRead([notice.id]).catch(() => null);
        return;
      }
      if (!deservesToast(notice, place)) return;
      const { title, body } = wordsOf(notice, actor);
      toast({
        key: `notice-${notice.id}`,
        lead: <NoticeFace notice={notice} actor={actor} />,
        title,
        body,
        action: {
          label: t("notifications.open"),
          run: () => {
            store.markRead([notice.id]).catch(() => null);
            router.push(linkOf(notice, here.current));
          },
        },
      });
    });
  }, [store, router, here]);
}

const occurrence = (notice: Notice) => `${notice.id} ${notice.createdAt}`;
