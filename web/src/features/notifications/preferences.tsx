"use client";

import { ChoiceRow } from "@/components/ui/field";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import type { NotificationKind, NotificationPreferencesQuery } from "@/gen/graphql";
import {
  NotificationPreferences as PreferencesOperation,
  SetNotificationPreference,
} from "@/gen/operations/notifications";
import { t, type MessageKey } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";
import { useAnswer, type Answered } from "@/lib/use-answer";

const words: Record<NotificationKind, { label: MessageKey; hint: MessageKey }> = {
  match: { label: "notifications.kindMatch", hint: "notifications.kindMatchHint" },
  direct: { label: "notifications.kindDirect", hint: "notifications.kindDirectHint" },
  mention: { label: "notifications.kindMention", hint: "notifications.kindMentionHint" },
  session_soon: { label: "notifications.kindSoon", hint: "notifications.kindSoonHint" },
  session_moved: { label: "notifications.kindMoved", hint: "notifications.kindMovedHint" },
  event_status: { label: "notifications.kindStatus", hint: "notifications.kindStatusHint" },
  call: { label: "notifications.kindCall", hint: "notifications.kindCallHint" },
  invitation: { label: "notifications.kindInvitation", hint: "notifications.kindInvitationHint" },
};

/** What I want to be told in Hallway, a switch for each kind. */
export function NotificationPreferences() {
  const { data, problem, retry, edit } = useAnswer(PreferencesOperation, {});
  const choose = choosing(edit);
  if (problem) return <ErrorState className="py-4" message={problem.message} onRetry={retry} />;
  if (!data) return <PreferencesLoading />;
  return (
    <div className="flex flex-col gap-4">
      {data.notificationPreferences.map(({ kind, inApp }) => (
        <ChoiceRow key={kind} label={t(words[kind].label)} hint={t(words[kind].hint)}>
          <Switch checked={inApp} onCheckedChange={(on) => choose(kind, on)} />
        </ChoiceRow>
      ))}
    </div>
  );
}

/** All rows are known but for their switches, so nothing below moves when those come. */
const PreferencesLoading = () => (
  <Loading className="flex flex-col gap-4">
    {Object.entries(words).map(([kind, { label, hint }]) => (
      <ChoiceRow key={kind} label={t(label)} hint={t(hint)}>
        <Skeleton className="w-7 shrink-0 rounded-full" />
      </ChoiceRow>
    ))}
  </Loading>
);

/** Moves at once; back with a reason when it failed. */
function choosing(edit: Answered<NotificationPreferencesQuery>["edit"]) {
  return function choose(kind: NotificationKind, inApp: boolean): void {
    edit({
      key: kind,
      show: ({ notificationPreferences: all }) => ({
        notificationPreferences: all.map((one) => (one.kind === kind ? { ...one, inApp } : one)),
      }),
      send: () => request(SetNotificationPreference, { kind, inApp }),
    }).catch((error: unknown) =>
      toast({
        tone: "error",
        key: `preference-${kind}`,
        title: t("notifications.preferenceFailed"),
        body: toProblem(error).message,
        action: { label: t("common.retry"), run: () => choose(kind, inApp) },
      }),
    );
  };
}
