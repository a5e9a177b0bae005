"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";

import { Avatar } from "@/components/ui/avatar";
import { FieldError } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Spinner } from "@/components/ui/spinner";
import type { PersonasQuery } from "@/gen/graphql";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { demo } from "@/lib/session";

export type Personas = PersonasQuery["personas"];

/** The demo's invented people: one press is being signed in as that person. */
export function PersonaList({
  personas,
  onDone,
}: {
  personas: Personas;
  onDone: () => void | Promise<void>;
}) {
  const t = useT();
  const [pending, setPending] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const enter = (persona: string) => {
    if (pending) return;
    setPending(persona);
    setProblem(null);
    demo({ persona })
      .then(onDone, (error: unknown) => setProblem(toProblem(error).message))
      .finally(() => setPending(null));
  };
  return (
    <section aria-labelledby="demo">
      <h2 id="demo" className="text-16 font-semibold">
        {t("auth.demoTitle")}
      </h2>
      <p className="mt-1 text-13 text-muted">{t("auth.demoBody")}</p>
      <ul className="mt-3 overflow-hidden rounded-card bg-surface hairline">
        {personas.map((persona) => {
          const role = t("auth.demoRole", { role: persona.key, other: persona.role });
          return (
            <li key={persona.key} className="not-first:border-t not-first:border-border">
              <button
                type="button"
                aria-label={t("auth.demoAs", { name: persona.name, role })}
                aria-busy={pending === persona.key || undefined}
                onClick={() => enter(persona.key)}
                className="flex h-14 w-full items-center gap-3 px-4 text-start transition-colors hover:bg-hover focus-visible:-outline-offset-2"
              >
                <Avatar id={persona.userId} name={persona.name} size={36} decorative />
                <span className="min-w-0 flex-1">
                  <span dir="auto" className="block truncate text-14 font-medium">
                    {persona.name}
                  </span>
                  <span className="block truncate text-13 text-muted first-letter:uppercase">{role}</span>
                </span>
                {pending === persona.key ? <Spinner /> : <Icon icon={ChevronRight} className="text-muted" />}
              </button>
            </li>
          );
        })}
      </ul>
      <FieldError>{problem}</FieldError>
    </section>
  );
}
