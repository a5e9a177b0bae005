"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { ImportAddress } from "@/gen/operations/import";
import { writeDraft } from "@/lib/drafts";
import { useT } from "@/lib/i18n";
import { isObject } from "@/lib/json";
import { Problem, toProblem } from "@/lib/problem";
import { request } from "@/lib/request";
import { freshSession, needsRefresh, refreshSession } from "@/lib/session";
import { refusal } from "@/lib/texts";

import { largestFile, refusalOf } from "./import-state";

const refusals = {
  empty: "organiser.fileEmpty",
  large: "organiser.fileLarge",
  type: "organiser.fileType",
} as const;

export type Sending = {
  /** What is being sent or fetched: its name. */
  name: string | null;
  /** Why the last one was not taken, and which of both it was. */
  refused: { of: "file" | "address"; message: string } | null;
  file: (file: File | undefined) => void;
  address: (url: string) => void;
};

/** Where the id and the name of the import that somebody began last are kept: "id name". */
export const keptImport = (eventId: string): string => `import.${eventId}`;
export const importPath = (base: string, id: string): string => `${base}/manage/import/${id}`;

/** Begins an import, and leads to its page; `instead` is called once another one has begun. */
export function useSending(eventId: string, base: string, instead?: () => void): Sending {
  const t = useT();
  const router = useRouter();
  const [name, setName] = useState<string | null>(null);
  const [refused, setRefused] = useState<Sending["refused"]>(null);
  const begin = async (of: "file" | "address", what: string, start: () => Promise<string>) => {
    setRefused(null);
    setName(what);
    try {
      const id = await start();
      writeDraft(keptImport(eventId), `${id} ${what}`);
      instead?.();
      router.push(importPath(base, id));
    } catch (error) {
      setRefused({ of, message: toProblem(error).message });
    } finally {
      setName(null);
    }
  };
  const file = (chosen: File | undefined) => {
    if (!chosen || name !== null) return;
    const why = refusalOf(chosen);
    if (why) setRefused({ of: "file", message: t(refusals[why], { most: largestFile / 2 ** 20 }) });
    else void begin("file", chosen.name, () => upload(eventId, chosen));
  };
  const address = (typed: string) => {
    if (name !== null) return;
    const url = typed.trim();
    if (!/^https?:\/\/\S+$/iu.test(url)) setRefused({ of: "address", message: t("imports.addressWrong") });
    else
      void begin(
        "address",
        url,
        async () => (await request(ImportAddress, { eventId, url })).importAddress.id,
      );
  };
  return { name, refused, file, address };
}

/** Sends a file; answers the import's id. */
async function upload(eventId: string, file: File): Promise<string> {
  await freshSession();
  let answer = await post(eventId, file);
  if (answer instanceof Problem && needsRefresh(answer.code)) {
    await refreshSession();
    answer = await post(eventId, file);
  }
  if (answer instanceof Problem) throw answer;
  return answer;
}

async function post(eventId: string, file: File): Promise<string | Problem> {
  const response = await fetch(
    `/upload/schedule/${encodeURIComponent(eventId)}?filename=${encodeURIComponent(file.name)}`,
    { method: "POST", body: file, headers: { "content-type": file.type || "application/octet-stream" } },
  );
  const answer: unknown = await response.json();
  const { id, error } = isObject(answer) ? answer : {};
  return response.status === 202 && typeof id === "string" ? id : refusal(error);
}
