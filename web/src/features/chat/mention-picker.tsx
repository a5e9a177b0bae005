"use client";

import { useEffect } from "react";

import { Avatar } from "@/components/ui/avatar";
import { announce } from "@/components/ui/live-region";
import { Option } from "@/components/ui/option";
import { TeamMark } from "@/features/live-event";
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
  // Also the first, which no key led to.
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
        <Option
          key={person.id}
          id={optionId(id, index)}
          on={index === active}
          onPoint={() => onActive(index)}
          onTake={() => onPick(person)}
          className="h-10 cursor-pointer rounded-control px-2"
        >
          <Avatar id={person.id} name={person.name} size={24} decorative />
          <span dir="auto" className="truncate text-13 font-medium">
            {person.name}
          </span>
          <TeamMark personId={person.id} />
          <span dir="auto" className="min-w-0 flex-1 truncate text-12 text-muted">
            {person.headline}
          </span>
        </Option>
      ))}
    </div>
  );
}
