"use client";

import { Laptop, LogOut, Smartphone } from "lucide-react";
import { useState } from "react";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Icon } from "@/components/ui/icon";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Time, WhenNote } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { DeviceFragment, DevicesQuery } from "@/gen/graphql";
import { Devices as DevicesOperation, EndOtherSessions, EndSession } from "@/gen/operations/devices";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";
import { useAnswer, type Answered } from "@/lib/use-answer";

/** Where I am signed in: this device first, each with a way to sign it out. */
export function Devices() {
  const t = useT();
  const { data, problem, retry, edit } = useAnswer(DevicesOperation, {});
  const [asked, setAsked] = useState<DeviceFragment | "others" | null>(null);
  const end = useEnd(edit);
  if (problem) return <ErrorState className="py-4" message={problem.message} onRetry={retry} />;
  if (!data)
    return (
      <Loading className="space-y-2">
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
      </Loading>
    );
  const others = data.sessions.filter((device) => !device.current);
  return (
    <>
      <WhenNote sentence className="text-13 text-muted" />
      <ul className="divide-y divide-border">
        {data.sessions.map((device) => (
          <DeviceRow key={device.id} device={device} onEnd={() => setAsked(device)} />
        ))}
      </ul>
      {others.length > 1 && (
        <Button variant="outline" className="mt-3" onClick={() => setAsked("others")}>
          <Icon icon={LogOut} />
          {t("settings.endOthers", { count: others.length })}
        </Button>
      )}
      <Confirm
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={t(asked === "others" ? "settings.endOthersTitle" : "settings.endTitle")}
        description={
          asked === "others"
            ? t("settings.endOthersBody", { count: others.length })
            : t("settings.endBody", { label: asked?.label ?? "" })
        }
        action={t("shell.signOut")}
        danger
        onConfirm={() => asked && end(asked === "others" ? null : asked)}
      />
    </>
  );
}

function DeviceRow({ device, onEnd }: { device: DeviceFragment; onEnd: () => void }) {
  const t = useT();
  const phone = /android|iphone|ipad|mobile/iu.test(device.label);
  return (
    <li className="flex items-center gap-3 py-3">
      <Icon icon={phone ? Smartphone : Laptop} size={20} className="text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <bdi>{device.label}</bdi>
          {device.current && <Badge tone="present">{t("settings.thisDevice")}</Badge>}
        </p>
        <p className="truncate text-13 text-muted">
          {device.address && `${device.address}, `}
          {t("settings.seen")} <Time at={device.lastSeenAt} format="relative" className="tabular-nums" />
        </p>
      </div>
      {!device.current && (
        <Button
          variant="outline"
          aria-label={t("settings.endWhich", { label: device.label })}
          onClick={onEnd}
        >
          {t("shell.signOut")}
        </Button>
      )}
    </li>
  );
}

/** Signs one device out, or all others (null): gone from the list at once, back with a reason when it failed. */
function useEnd(edit: Answered<DevicesQuery>["edit"]): (device: DeviceFragment | null) => void {
  const t = useT();
  return function end(device) {
    const stays = (one: DeviceFragment) => (device ? one.id !== device.id : one.current);
    edit<unknown>({
      key: device?.id ?? "others",
      show: ({ sessions }) => ({ sessions: sessions.filter(stays) }),
      send: () => (device ? request(EndSession, { sessionId: device.id }) : request(EndOtherSessions, {})),
    }).then(
      () => toast({ tone: "success", title: t(device ? "settings.ended" : "settings.endedOthers") }),
      (error: unknown) =>
        toast({
          tone: "error",
          title: t("settings.endFailed"),
          body: toProblem(error).message,
          action: { label: t("common.retry"), run: () => end(device) },
        }),
    );
  };
}
