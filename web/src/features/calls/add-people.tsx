"use client";

import { SearchX, UserPlus, UsersRound } from "lucide-react";
import { Toolbar } from "radix-ui";
import { useEffect, useRef, useState, type RefObject } from "react";

import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { SearchField } from "@/components/ui/search-field";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { PeopleLoading } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Tooltip } from "@/components/ui/tooltip";
import { usePresence } from "@/features/live-event";
import type { CallInfoFragment } from "@/gen/graphql";
import { usePhone } from "@/lib/hooks";
import { useT } from "@/lib/i18n";

import { offered } from "./add-people-state";
import { AddPerson } from "./add-person";
import { mostInCall, ringOf, room } from "./company";
import { controlBox } from "./controls";
import { useContacts, useInvite } from "./use-contacts";

export type AddPeopleProps = {
  call: CallInfoFragment;
  me: string;
  present: ReadonlySet<string>;
};

/** Opens the dialog; says so when there is no room, and stays where it is, so that nothing beside it moves. */
export function AddPeopleButton({ full, onOpen }: { full: boolean; onOpen: () => void }) {
  const t = useT();
  const label = full ? t("video.fullOf", { count: mostInCall }) : t("video.addPeople");
  return (
    <span className={`${controlBox} max-md:hidden`}>
      <Tooltip text={label} side="top">
        <Toolbar.Button
          aria-label={label}
          aria-haspopup="dialog"
          aria-disabled={full || undefined}
          onClick={() => !full && onOpen()}
          className="grid h-11 w-12 place-items-center rounded-card hover:bg-hover/60 aria-disabled:cursor-not-allowed aria-disabled:text-muted aria-disabled:hover:bg-transparent"
        >
          <Icon icon={UserPlus} size={20} className={full ? "opacity-50" : undefined} />
        </Toolbar.Button>
      </Tooltip>
    </span>
  );
}

type DialogProps = AddPeopleProps & { open: boolean; onOpenChange: (open: boolean) => void };

/** Whom one may ring into the call, to look through or to search. */
export function AddPeopleDialog({ open, onOpenChange, ...props }: DialogProps) {
  const t = useT();
  const phone = usePhone();
  if (phone)
    return (
      <Sheet open={open} onOpenChange={onOpenChange}>
        <SheetContent title={t("video.addPeople")} side="bottom" className="h-[80dvh]">
          <div className="flex min-h-0 flex-1 flex-col px-4 pt-3 [--ring:var(--background)]">
            <AddPeople {...props} />
          </div>
        </SheetContent>
      </Sheet>
    );
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={t("video.addPeople")} className="[--ring:var(--raised)]">
        <div className="flex h-[min(400px,60dvh)] flex-col">
          <AddPeople {...props} />
        </div>
      </DialogContent>
    </Dialog>
  );
}

function AddPeople({ call, me, present }: AddPeopleProps) {
  const t = useT();
  const [text, setText] = useState("");
  const field = useFocus();
  const { people: here } = usePresence();
  const { contacts, staff, loading, searching, problem, retry } = useContacts(call, text);
  const { invite, asking, refused } = useInvite(call.id);
  // Who is in when the list opens is not offered; who comes meanwhile stays in it, so that no row moves.
  const [inside] = useState(present);
  const places = room(present, call.rings);
  const people = offered(contacts, { me, inside, here, text });
  return (
    <>
      <SearchField
        ref={field}
        label={t(staff ? "video.searchEverybody" : "video.searchContacts")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="shrink-0"
      />
      <p role="status" className="mt-2 text-12 text-muted">
        {t("video.places", { count: places, most: mostInCall })}
      </p>
      <div className="-mx-2 mt-2 min-h-0 flex-1 scrollbar-slim overflow-y-auto px-2 pb-3">
        {loading ? (
          <PeopleLoading rows={5} className="pt-1" />
        ) : problem ? (
          <ErrorState message={problem.message} onRetry={retry} />
        ) : people.length ? (
          <ul>
            {people.map((person) => (
              <AddPerson
                key={person.id}
                person={person}
                here={here.has(person.id)}
                present={present.has(person.id)}
                ring={ringOf(call.rings, person.id)}
                asking={asking.has(person.id)}
                refused={refused.get(person.id)}
                full={places === 0}
                onRing={() => void invite(person.id)}
              />
            ))}
          </ul>
        ) : (
          !searching && <Nobody searched={text.trim() !== ""} staff={staff} />
        )}
      </div>
    </>
  );
}

/** The search has the focus first, but on a phone, where a keyboard would cover the list. */
function useFocus(): RefObject<HTMLInputElement | null> {
  const phone = usePhone();
  const ref = useRef<HTMLInputElement>(null);
  // The focus is the browser's.
  useEffect(() => {
    if (phone) return;
    // A moment later: the dialog first notes who had the focus, to give it back.
    const frame = requestAnimationFrame(() => ref.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, [phone]);
  return ref;
}

function Nobody({ searched, staff }: { searched: boolean; staff: boolean }) {
  const t = useT();
  if (searched) return <EmptyState icon={SearchX} title={t("video.nobodyFound")} />;
  return (
    <EmptyState
      icon={UsersRound}
      title={t("video.noContacts")}
      body={t(staff ? "video.noContactsStaff" : "video.noContactsBody")}
    />
  );
}
