"use client";

import { Phone } from "lucide-react";

import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { cn } from "@/lib/cn";
import { useT, type MessageKey } from "@/lib/i18n";

import { rowState, type RowState } from "./add-people-state";
import type { CallPerson, CallRing } from "./company";

/** What the button says, and what it says to who hears it. */
const states = {
  new: { text: "video.ring", label: "video.ringWho" },
  declined: { text: "video.ringAgain", label: "video.ringWhoAgain" },
  missed: { text: "video.ringAgain", label: "video.ringWhoAgain" },
  ringing: { text: "video.ringingNow", label: "video.ringingWho" },
  in: { text: "video.inCall", label: "video.inCallWho" },
} as const satisfies Record<RowState, { text: MessageKey; label: MessageKey }>;

type AddPersonProps = {
  person: CallPerson;
  here: boolean;
  present: boolean;
  ring: CallRing | null;
  asking: boolean;
  /** Why they could not be rung. */
  refused: string | undefined;
  full: boolean;
  onRing: () => void;
};

/** Somebody who may be rung, and how far that is. */
export function AddPerson(props: AddPersonProps) {
  const { person, here, present, ring, asking, refused, full, onRing } = props;
  const t = useT();
  const state = rowState(present, ring, asking);
  const waits = state === "in" || state === "ringing";
  const came = { declined: t("video.declined"), missed: t("video.noAnswer") };
  const line = state === "declined" || state === "missed" ? came[state] : person.headline;
  return (
    <li className="flex min-h-14 items-center gap-3 py-1.5">
      <Avatar id={person.id} name={person.name} size={40} presence={here ? "here" : null} decorative />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate text-14 font-medium">
          {person.name}
        </span>
        {refused ? (
          <span role="alert" className="block text-13 text-live-text">
            {refused}
          </span>
        ) : (
          <span dir="auto" className="block truncate text-13 text-muted">
            {line || t("video.noLine")}
          </span>
        )}
      </span>
      {/* One button through all states: the focus stays where it is. */}
      <Button
        variant={waits ? "ghost" : "soft"}
        aria-disabled={waits || full || undefined}
        aria-label={t(states[state].label, { name: person.name })}
        onClick={() => !waits && !full && onRing()}
        className={cn(waits && "hover:bg-transparent hover:text-muted aria-disabled:opacity-100")}
      >
        {!waits && <Icon icon={Phone} />}
        {t(states[state].text)}
      </Button>
    </li>
  );
}
