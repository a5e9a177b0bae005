"use client";

import { ArrowRight, Bell, Check, Eye, Mail } from "lucide-react";
import { useState } from "react";

import { Button, type ButtonProps } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Chip, Tag } from "@/components/ui/chip";
import { ChoiceRow, Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input, Textarea } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { RadioCard, RadioGroup } from "@/components/ui/radio";
import { SearchField } from "@/components/ui/search-field";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";

import { Show } from "./show";

const variants: NonNullable<ButtonProps["variant"]>[] = [
  "accent",
  "soft",
  "outline",
  "ghost",
  "neutral",
  "danger",
];

type Shared = { text: string; setText: (text: string) => void };

export function ControlShelves(shared: Shared) {
  return (
    <>
      <Buttons />
      <Fields {...shared} />
      <Choices />
      <Filters />
    </>
  );
}

function Buttons() {
  return (
    <Show title="Buttons">
      {variants.map((variant) => (
        <div key={variant} className="flex flex-col items-start gap-3">
          <Button variant={variant}>
            <Icon icon={Eye} />
            Watch
          </Button>
          <Button variant={variant} size="sm">
            Small
          </Button>
          <Button variant={variant} size="lg">
            Large
          </Button>
          <Button variant={variant} size="icon" aria-label="Mail">
            <Icon icon={Mail} />
          </Button>
          <Button variant={variant} disabled>
            Disabled
          </Button>
          <Button variant={variant} pending>
            Pending
          </Button>
        </div>
      ))}
      <Button variant="ghost" aria-pressed>
        <Icon icon={Bell} />
        Pressed
      </Button>
    </Show>
  );
}

function Fields({ text, setText }: Shared) {
  const [kind, setKind] = useState<"conference" | "meetup" | undefined>();
  return (
    <Show title="Fields">
      <div className="grid w-full gap-5 sm:grid-cols-2 lg:grid-cols-3">
        <Field label="Name" hint="As it appears on your badge.">
          <Input value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
        </Field>
        <Field label="E-mail" error="This is not an e-mail address. Check the part after the @." aside="Why?">
          <Input type="email" defaultValue="ines@" />
        </Field>
        <Field label="Kind of event" optional>
          <Select
            value={kind}
            onValueChange={setKind}
            placeholder="Choose"
            options={[
              { value: "conference", label: "Conference" },
              { value: "meetup", label: "Meetup" },
            ]}
          />
        </Field>
        <Field label="About you">
          <Textarea placeholder="What you would talk about over coffee" />
        </Field>
        <Field label="Closed">
          <Input disabled defaultValue="Cannot be changed" />
        </Field>
        <SearchField label="Search 1,036 sessions" trailing={<Kbd>/</Kbd>} />
      </div>
    </Show>
  );
}

function Choices() {
  const [on, setOn] = useState(true);
  return (
    <Show title="Choices">
      <div className="flex flex-col gap-2">
        <ChoiceRow label="Remind me" hint="Five minutes before it starts.">
          <Checkbox defaultChecked />
        </ChoiceRow>
        <ChoiceRow label="All tracks">
          <Checkbox checked="indeterminate" />
        </ChoiceRow>
        <ChoiceRow label="Not chosen">
          <Checkbox />
        </ChoiceRow>
        <ChoiceRow label="Closed">
          <Checkbox disabled defaultChecked />
        </ChoiceRow>
        <ChoiceRow label="Open to meet" hint="You appear in matches.">
          <Switch checked={on} onCheckedChange={setOn} />
        </ChoiceRow>
        <ChoiceRow label="Off">
          <Switch />
        </ChoiceRow>
      </div>
      <RadioGroup defaultValue="online" aria-label="Ticket" className="w-80">
        <RadioCard value="online" title="Online" aside="Free">
          Every stage, chat, calls and matches
        </RadioCard>
        <RadioCard
          value="there"
          title="In Ghent"
          aside={<span className="font-medium text-warn-text">14 places left</span>}
        >
          All of that, and lunch on both days
        </RadioCard>
      </RadioGroup>
    </Show>
  );
}

function Filters() {
  const [view, setView] = useState<"you" | "asked" | "both">("you");
  return (
    <Show title="Filters">
      <Segmented
        label="Matches"
        value={view}
        onValueChange={setView}
        segments={[
          { value: "you", label: "For you", count: 15 },
          { value: "asked", label: "Asked", count: 1 },
          { value: "both", label: "Both said yes", count: 3 },
        ]}
      />
      <Chip on removable>
        Here today
      </Chip>
      <Chip on={false}>Same sessions</Chip>
      <Chip>
        Next
        <Icon icon={ArrowRight} size={14} />
      </Chip>
      <Tag>
        <Icon icon={Check} size={14} />
        PostgreSQL
      </Tag>
      <Kbd>Esc</Kbd>
    </Show>
  );
}
