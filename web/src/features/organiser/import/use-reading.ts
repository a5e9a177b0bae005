"use client";

import { useState } from "react";

import { useLiveState } from "@/features/live-event";
import type { ImportReading } from "@/gen/graphql";
import { ReadImport } from "@/gen/operations/import";
import { UpdateEvent } from "@/gen/operations/organiser";
import { toProblem } from "@/lib/problem";
import { request } from "@/lib/request";

import type { Preview, ReportQuery } from "./import-store";
import { movedEvent, readingOf } from "./reading";

export type Reading = {
  pending: boolean;
  refused: string | null;
  /** Reads the file again, with this changed. */
  read: (change: ImportReading) => void;
  /** Gives the event the file's dates; null where it cannot have them. */
  moveEvent: (() => void) | null;
};

/** How the file is read, as somebody may change it before anything is applied. */
export function useReading(preview: Preview, query: ReportQuery, onRead: () => Promise<void>): Reading {
  const { event } = useLiveState();
  const [pending, setPending] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const run = async (step: () => Promise<unknown>, then: () => Promise<void>) => {
    setPending(true);
    setRefused(null);
    try {
      await step();
      await then();
    } catch (error) {
      setRefused(toProblem(error).message);
    } finally {
      setPending(false);
    }
  };
  const input = movedEvent(event, preview);
  // What is there already stays when it is, and the server refuses to leave it far outside.
  const programme = { how: "keepMoments" } as const;
  const { id } = preview;
  return {
    pending,
    refused,
    read: (change) =>
      void run(
        () => request(ReadImport, { id, reading: readingOf(preview, change) }),
        // Most is read before we can look: then nothing but the preview says so.
        () => query.reload().then(onRead),
      ),
    moveEvent:
      input &&
      (() =>
        void run(
          () => request(UpdateEvent, { eventId: event.id, version: event.version, input, programme }),
          onRead,
        )),
  };
}
