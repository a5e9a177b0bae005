"use client";

import { useApolloClient } from "@apollo/client/react";
import { useCallback, useEffect, useState, type Dispatch, type SetStateAction } from "react";

import { ImportReportDocument } from "@/gen/graphql";
import { readDraft, writeDraft } from "@/lib/drafts";
import { isObject } from "@/lib/json";
import { Problem, problemFrom, toProblem } from "@/lib/problem";
import { freshSession, needsRefresh, refreshSession } from "@/lib/session";
import { on, onResync } from "@/lib/socket";

import { isWorking, mergeReport, type ImportOutcome } from "./import-state";

/** Without a push for this long a running import is asked about, in ms: the connection may just be breaking. */
const silence = 4_000;

export type Importing = {
  report: ImportOutcome | null;
  /** The name of the file that is being sent. */
  sending: string | null;
  problem: Problem | null;
  send: (file: File) => Promise<void>;
  /** Puts the report away. */
  close: () => void;
};

/** The import of an event's agenda that this organiser started last; found again after a reload. */
export function useImport(eventId: string): Importing {
  const key = `import.${eventId}`;
  const [report, setReport] = useReport(key);
  const [sending, setSending] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (file: File) => {
    setProblem(null);
    setReport(null);
    setSending(file.name);
    try {
      const begun = await upload(eventId, file);
      writeDraft(key, begun.id);
      setReport(begun);
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setSending(null);
    }
  };
  const close = () => {
    writeDraft(key, "");
    setReport(null);
    setProblem(null);
  };
  return { report, sending, problem, send, close };
}

/** The report whose id is kept under `key`, as it grows. */
function useReport(key: string): [ImportOutcome | null, Dispatch<SetStateAction<ImportOutcome | null>>] {
  const client = useApolloClient();
  const [report, setReport] = useState<ImportOutcome | null>(null);
  const ask = useCallback(
    async (id: string) => {
      const answer = await client.query({
        query: ImportReportDocument,
        variables: { id },
        fetchPolicy: "no-cache",
      });
      return answer.data?.importReport ?? null;
    },
    [client],
  );
  // Which import it was is known to this browser's storage only.
  useEffect(() => {
    const known = readDraft(key);
    // A report that is gone by now is not missed.
    if (known)
      ask(known).then(
        (found) => setReport((shown) => shown ?? found),
        () => writeDraft(key, ""),
      );
  }, [ask, key]);
  const running = report && isWorking(report) ? report.id : null;
  // Follows pushes and the clock for as long as it runs.
  useEffect(() => {
    if (!running) return;
    const hear = (heard: ImportOutcome) => setReport((shown) => mergeReport(shown, heard));
    const look = () =>
      void ask(running).then(
        (found) => found && hear(found),
        () => null,
      );
    const timer = setInterval(look, silence);
    const stops = [on("import.progress", (push) => hear(push.report)), onResync(look)];
    look();
    return () => {
      clearInterval(timer);
      for (const stop of stops) stop();
    };
  }, [ask, running]);
  return [report, setReport];
}

async function upload(eventId: string, file: File): Promise<ImportOutcome> {
  await freshSession();
  let answer = await post(eventId, file);
  if (answer instanceof Problem && needsRefresh(answer.code)) {
    await refreshSession();
    answer = await post(eventId, file);
  }
  if (answer instanceof Problem) throw answer;
  return answer;
}

async function post(eventId: string, file: File): Promise<ImportOutcome | Problem> {
  const response = await fetch(
    `/upload/schedule/${encodeURIComponent(eventId)}?filename=${encodeURIComponent(file.name)}`,
    { method: "POST", body: file, headers: { "content-type": file.type || "application/octet-stream" } },
  );
  const answer: unknown = await response.json();
  if (response.status === 202 && isOutcome(answer)) return answer;
  return problemFrom(isObject(answer) ? answer.error : null);
}

const isOutcome = (answer: unknown): answer is ImportOutcome =>
  isObject(answer) && typeof answer.id === "string" && typeof answer.state === "string";
