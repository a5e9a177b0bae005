"use client";

import { ShieldAlert, ShieldCheck } from "lucide-react";

import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Words } from "@/components/ui/words";
import { useT } from "@/lib/i18n";
import { useUser } from "@/lib/session";

import type { EventBodyProps } from "./event-view";
import { RegisterCard } from "./register-card";

type PlacedProps = EventBodyProps & { className: string };

/** Coming in. */
export function EventEntry({ view, onChange, className }: PlacedProps) {
  const t = useT();
  const user = useUser();
  return (
    <div className={className}>
      <RegisterCard view={view} onChange={onChange} />
      {user?.roles.includes("admin") && (
        <Button asChild variant="ghost" className="mt-2 w-full">
          <Link href={`/e/${view.event.slug}/manage`}>
            <Icon icon={ShieldCheck} />
            {t("events.administer")}
          </Link>
        </Button>
      )}
    </div>
  );
}

/** Who speaks, who hosts. */
export function EventAside({ view, host, className }: PlacedProps) {
  const t = useT();
  const { event, faces, speakers } = view;
  return (
    <aside className={className}>
      {faces.length > 0 && (
        <section aria-labelledby="speakers" className="mt-8">
          <div className="flex items-baseline justify-between">
            <h2 id="speakers" className="text-16 font-semibold">
              {t("events.speakers")}
            </h2>
            <Link
              href={`/e/${event.slug}/agenda`}
              className="rounded-control text-13 text-muted tabular-nums hover:text-foreground"
            >
              {t("events.allSpeakers", { count: speakers })}
            </Link>
          </div>
          <ul className="mt-4 grid grid-cols-2 gap-x-4 gap-y-3">
            {faces.map((face) => (
              <li key={face.id} className="flex min-w-0 items-center gap-2">
                <Face id={face.id} name={face.name} about={face.about} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="host" className="mt-7">
        <h2 id="host" className="text-16 font-semibold">
          {t("events.hostedBy")}
        </h2>
        <div className="mt-3 flex items-center gap-3">
          <Face id={host.id} name={host.name} about={host.headline} />
        </div>
        {event.codeOfConduct && <Conduct text={event.codeOfConduct} />}
      </section>
    </aside>
  );
}

/** Somebody's face, name and a line about them. */
const Face = ({ id, name, about }: { id: string; name: string; about: string }) => (
  <>
    <Avatar id={id} name={name} size={36} decorative />
    <div className="min-w-0">
      <div dir="auto" className="truncate text-13 font-medium">
        {name}
      </div>
      {about && (
        <div dir="auto" className="truncate text-12 text-muted">
          {about}
        </div>
      )}
    </div>
  </>
);

function Conduct({ text }: { text: string }) {
  const t = useT();
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button variant="ghost" className="-ms-3 mt-3 font-normal">
          <Icon icon={ShieldAlert} />
          {t("events.conduct")}
        </Button>
      </DialogTrigger>
      <DialogContent title={t("events.conduct")}>
        <p dir="auto" className="text-start whitespace-pre-line">
          <Words text={text} />
        </p>
      </DialogContent>
    </Dialog>
  );
}
