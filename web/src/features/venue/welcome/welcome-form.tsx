"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { ChoiceRow, Field, FormError } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import { ZoneSelect } from "@/components/ui/zone-select";
import { formOf, inputOf } from "@/features/account";
import { useMatching } from "@/features/matching";
import type { MyProfileFragment } from "@/gen/graphql";
import { UpdateProfile } from "@/gen/operations/profile";
import { useNow } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";
import { viewerZone } from "@/lib/time";

import { TopicPicks } from "./topic-picks";

type WelcomeFormProps = {
  event: { id: string };
  profile: MyProfileFragment;
  /** To pick from: what this event is about. */
  topics: readonly string[];
  /** Where it leads. */
  next: string;
};

/** Topics, time zone, open to meet: what was said before is there already. */
export function WelcomeForm({ event, profile, topics, next }: WelcomeFormProps) {
  const t = useT();
  const now = useNow();
  const router = useRouter();
  const form = useWelcome(event.id, profile, () => router.push(next));
  return (
    <form
      onSubmit={(submit) => {
        submit.preventDefault();
        void form.save();
      }}
      className="mt-7 flex flex-col gap-7 max-md:[&_:is(a,button,input,select)]:scroll-mb-20"
    >
      <TopicPicks suggested={topics} picked={form.picked} onChange={form.setPicked} />
      <Field label={t("profile.timeZone")} hint={t("welcome.zoneHint")} className="max-w-80">
        <ZoneSelect at={now ?? 0} value={form.zone} onChange={(event) => form.setZone(event.target.value)} />
      </Field>
      <ChoiceRow label={t("shell.openToMeet")} hint={t("welcome.openHint")}>
        <Switch checked={form.open} onCheckedChange={form.setOpen} />
      </ChoiceRow>
      {/* On a phone at hand from the first moment, below what is chosen. */}
      <div className="flex flex-wrap items-center gap-2 max-md:sticky max-md:bottom-0 max-md:-mx-4 max-md:-mb-8 max-md:border-t max-md:border-border max-md:bg-background max-md:px-4 max-md:py-3">
        <Button type="submit" variant="accent" size="lg" pending={form.pending} className="max-md:flex-1">
          {t(form.open ? "welcome.show" : "welcome.save")}
        </Button>
        <FormError className="w-full">
          {form.problem && `${t("profile.saveFailed")} ${form.problem}`}
        </FormError>
      </div>
    </form>
  );
}

function useWelcome(eventId: string, profile: MyProfileFragment, onDone: () => void) {
  const before = formOf(profile);
  const { store } = useMatching(eventId);
  const [picked, setPicked] = useState(before.interests);
  const [zone, setZone] = useState(before.timeZone || viewerZone);
  const [open, setOpen] = useState(true);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    setPending(true);
    setProblem(null);
    try {
      const input = inputOf({ ...before, interests: picked, timeZone: zone });
      await request(UpdateProfile, { input });
      await store?.setOpen(open);
      onDone();
    } catch (error) {
      setProblem(toProblem(error).message);
      setPending(false);
    }
  };
  return { picked, setPicked, zone, setZone, open, setOpen, pending, problem, save };
}
