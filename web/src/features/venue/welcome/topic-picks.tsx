"use client";

import { useId } from "react";

import { Chip } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { PickField, suggestTopics } from "@/features/account";
import { limits } from "@/gen/limits";
import { useT } from "@/lib/i18n";
import { wordName } from "@/lib/topics";

import { bySuggestion, toggled } from "./picks";

/** From how many topics on suggestions are good: more may be picked, and fewer. */
const wanted = 3;

type TopicPicksProps = {
  suggested: readonly string[];
  picked: readonly string[];
  onChange: (picked: readonly string[]) => void;
};

/** One press for each topic of this event; others are typed. */
export function TopicPicks({ suggested, picked, onChange }: TopicPicksProps) {
  const t = useT();
  const id = useId();
  const { chips, own } = bySuggestion(suggested, picked);
  const limit = limits.ProfileInput.interests;
  return (
    <div className="flex flex-col gap-4">
      <div role="group" aria-labelledby={id}>
        <div className="mb-2 flex items-baseline justify-between gap-3">
          <h2 id={id} className="text-14 font-medium">
            {t("welcome.topics")}
          </h2>
          <span aria-live="polite" className="text-13 text-muted tabular-nums">
            {t("welcome.picked", { count: picked.length, wanted, more: picked.length > wanted })}
          </span>
        </div>
        <div className="flex flex-wrap gap-2">
          {chips.map(({ word, on }) => (
            <Chip
              key={word}
              on={on}
              disabled={!on && picked.length >= limit.items}
              onClick={() => onChange(toggled(picked, word))}
            >
              <bdi>{wordName(word)}</bdi>
            </Chip>
          ))}
        </div>
      </div>
      <Field label={t("welcome.other")} optional>
        <PickField
          limit={{ ...limit, items: limit.items - (picked.length - own.length) }}
          free
          suggest={suggestTopics}
          show={wordName}
          values={own}
          placeholder={t("profile.addTopic")}
          onChange={(words) => onChange([...picked.filter((word) => !own.includes(word)), ...words])}
        />
      </Field>
    </div>
  );
}
