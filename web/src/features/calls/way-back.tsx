"use client";

import { PhoneOff } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect } from "react";

import { mainId } from "@/components/frame";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { announce } from "@/components/ui/live-region";
import { cn } from "@/lib/cn";
import { usePhone } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { stateOf } from "@/lib/live-query";
import { useLiveQuery } from "@/lib/use-live-query";

import { callPath } from "./calls";
import { companyOf, namesOf, type CallPerson } from "./company";
import { useInCall } from "./elsewhere";
import { leaveInterrupted, useInterrupted } from "./interrupted";
import { barLook, firstCorner, windowLook } from "./mini-call";

/**
 * After a reload, where the small window of the call was: the way back. No device opens before one has gone it, and nobody
 * is kept waiting by who does not.
 */
export function WayBack({ me }: { me: string }) {
  const query = useInterrupted(me);
  const call = stateOf(useLiveQuery(query))?.call ?? null;
  const current = useInCall();
  const path = usePathname();
  const phone = usePhone();
  if (!query || !call || current) return null;
  const href = callPath(call.event.slug, call.id);
  if (path === href) return null;
  const others = companyOf(call, me);
  const leave = () => {
    leaveInterrupted(query, call.id);
    document.getElementById(mainId)?.focus(); // the bar goes, and with it the focus
  };
  return <Bar key={call.id} {...{ phone, href, others, leave }} />;
}

type BarProps = { phone: boolean; href: string; others: readonly CallPerson[]; leave: () => void };

function Bar({ phone, href, others, leave }: BarProps) {
  const t = useT();
  const said = t("video.wasIn", { names: namesOf(others) });
  // It came without being asked for.
  useEffect(() => announce(said), [said]);
  const [first] = others;
  return (
    <section
      aria-label={said}
      data-over-page={phone || undefined}
      className={phone ? barLook : cn(windowLook, firstCorner, "p-2.5")}
    >
      <div className="flex min-w-0 flex-1 items-center gap-2.5">
        {first && <Avatar id={first.id} name={first.name} size={phone ? 28 : 36} decorative />}
        <p className="line-clamp-2 min-w-0 text-13 leading-tight wrap-anywhere md:line-clamp-3">{said}</p>
      </div>
      <div className={cn("flex shrink-0 gap-1.5", !phone && "mt-2.5 flex-col")}>
        <Button asChild variant="accent">
          <Link href={href}>{t("video.backToCall")}</Link>
        </Button>
        <Button variant="outline" size={phone ? "icon" : "md"} onClick={leave}>
          <Icon icon={PhoneOff} />
          <span className="max-md:sr-only">{t("video.leave")}</span>
        </Button>
      </div>
    </section>
  );
}
