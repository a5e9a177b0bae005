"use client";

import { useState, type RefObject } from "react";

import { useT, type MessageKey, type MessageValues } from "@/lib/i18n";
import type { Problem } from "@/lib/problem";

type Refused<F extends string> = { field: F | null; message: string };
export type FormFaults<F extends string> = {
  /** The sentence under a field: what the server refused, else what is wrong once the field was left. */
  errorOf: (field: F) => string | undefined;
  /** What the server refused that is about no field. */
  refusal: string | null;
  touch: (field: F) => void;
  /** Call on each change: what was refused is not what is there any more. */
  clear: () => void;
  /** Shows all that is wrong and moves the focus to the first; true if nothing is. */
  check: () => boolean;
  refuse: (problem: Problem) => void;
};

/**
 * When a form says what: on leaving a field, on sending, and what the server answers. `values` are for the errors'
 * texts.
 */
export function useFormFaults<F extends string>(
  form: RefObject<HTMLFormElement | null>,
  fields: readonly F[],
  errors: Partial<Record<F, MessageKey>>,
  values?: MessageValues,
): FormFaults<F> {
  const t = useT();
  const [touched, setTouched] = useState<ReadonlySet<F>>(new Set());
  const [refused, setRefused] = useState<Refused<F> | null>(null);
  const focus = (field: F) =>
    form.current?.querySelector<HTMLElement>(`[name="${field}"], [data-field="${field}"] button`)?.focus();
  return {
    errorOf: (field) => {
      if (refused?.field === field) return refused.message;
      const key = errors[field];
      return key && touched.has(field) ? t(key, values) : undefined;
    },
    refusal: refused && !refused.field ? refused.message : null,
    touch: (field) => setTouched((known) => (known.has(field) ? known : new Set(known).add(field))),
    clear: () => setRefused(null),
    check: () => {
      setTouched(new Set(fields));
      const first = fields.find((field) => errors[field]);
      if (first) focus(first);
      return !first;
    },
    refuse: (problem) => {
      const field = fields.find((one) => one === problem.data.field) ?? null;
      setRefused({ field, message: problem.message });
      if (field) focus(field);
    },
  };
}
