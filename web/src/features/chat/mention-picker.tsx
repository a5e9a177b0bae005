"use client";

import { useEffect } from "react";

import { Avatar } from "@/components/ui/avatar";
import { announce } from "@/components/ui/live-region";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";

import type { ChatPerson } from "./people";

export type FindPeople = (query: string) => Promise<ReadonlyArray<ChatPerson>>;

export type MentionPickerProps = {
  id: string;
  people: ReadonlyArray<ChatPerson>;
  active: number;
  onPick: (person: ChatPerson) => void;
  onActive: (index: number) => void;
};

export const optionId = (id: string, index: number) => `${id}-${index}`;

/** The list over the field; the field keeps the focus and moves through it by arrow keys. */
export function MentionPicker({ id, people, active, onPick, onActive }: MentionPickerProps) {
  const t = useT();
  const name = people[active]?.name;
  useEffect(() => {
    if (name) announce(name);
  }, [name]);
  return (
    <div
      role="listbox"
      id={id}
      aria-label={t("chat.mentionList")}
      className="absolute inset-x-0 bottom-full z-20 mb-1.5 animate-rise-in rounded-card bg-raised p-1 shadow-2 outline outline-border"
    >
      {people.map((person, index) => (
        // The keyboard is the field's.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={person.id}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerMove={() => onActive(index)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(person)}
          className={cn(
            "flex h-10 cursor-pointer items-center gap-2.5 rounded-control px-2",
            index === active && "bg-hover",
          )}
        >
          <Avatar id={person.id} name={person.name} size={24} decorative />
          <span className="truncate text-13 font-medium">{person.name}</span>
          <span className="min-w-0 flex-1 truncate text-12 text-muted">{person.headline}</span>
        </div>
      ))}
    </div>
  );
}
