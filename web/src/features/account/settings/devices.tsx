"use client";

import { useApolloClient, useMutation, useQuery } from "@apollo/client/react";
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
import {
  DevicesDocument,
  EndOtherSessionsDocument,
  EndSessionDocument,
  type DeviceFragment,
} from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { useResync } from "@/lib/socket";

/** Where I am signed in: this device first, each with a way to sign it out. */
export function Devices() {
  const t = useT();
  const { data, loading, error, refetch } = useQuery(DevicesDocument, { fetchPolicy: "cache-and-network" });
  useResync(() => void refetch());
  const [asked, setAsked] = useState<DeviceFragment | "others" | null>(null);
  const end = useEnd();
  if (!data && loading)
    return (
      <Loading className="space-y-2">
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
      </Loading>
    );
  if (!data)
    return <ErrorState className="py-4" message={toProblem(error).message} onRetry={() => void refetch()} />;
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
function useEnd(): (device: DeviceFragment | null) => void {
  const t = useT();
  const client = useApolloClient();
  const [endOne] = useMutation(EndSessionDocument);
  const [endOthers] = useMutation(EndOtherSessionsDocument);
  return function end(device) {
    const stays = (one: DeviceFragment) => (device ? one.id !== device.id : one.current);
    const before = client.cache.readQuery({ query: DevicesDocument });
    client.cache.updateQuery({ query: DevicesDocument }, (known) =>
      known ? { sessions: known.sessions.filter(stays) } : known,
    );
    const done = device ? endOne({ variables: { sessionId: device.id } }) : endOthers();
    done.then(
      () => toast({ tone: "success", title: t(device ? "settings.ended" : "settings.endedOthers") }),
      (error: unknown) => {
        if (before) client.cache.writeQuery({ query: DevicesDocument, data: before });
        toast({
          tone: "error",
          title: t("settings.endFailed"),
          body: toProblem(error).message,
          action: { label: t("common.retry"), run: () => end(device) },
        });
      },
    );
  };
}
