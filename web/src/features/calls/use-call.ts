"use client";

import type { CallByIdQuery } from "@/gen/graphql";
import { CallById } from "@/gen/operations/calls";
import { useAnswer, type Answered } from "@/lib/use-answer";

/** One call with its people, shared by what shows it; never as it was before: it may be over. */
export function useCall(id: string | null, options: { maxAge?: number } = {}): Answered<CallByIdQuery> {
  return useAnswer(CallById, id === null ? null : { id }, { ...options, linger: 0 });
}
