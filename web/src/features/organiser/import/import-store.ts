import type { ImportPreviewQuery } from "@/gen/graphql";
import { ImportPreview, ImportReport } from "@/gen/operations/import";
import { createLiveQuery, stateOf, type LiveQuery } from "@/lib/live-query";
import { request } from "@/lib/request";
import { on } from "@/lib/socket";
import { perPerson } from "@/lib/use-live-query";

import { isWorking, mergeReport, type ImportOutcome } from "./import-state";

/** Without a push for this long a step at work is asked about, in ms: the connection may just be breaking. */
const silence = 4_000;

export type ReportQuery = LiveQuery<ImportOutcome>;

/** How one import goes. */
export function createReport(id: string): ReportQuery {
  const query = createLiveQuery<ImportOutcome>({
    ask: async () => {
      const { importReport } = await request(ImportReport, { id });
      return () => importReport;
    },
    listen: ({ change, reload }) => {
      const look = () => {
        const report = stateOf(query.get());
        if (report && isWorking(report)) void reload();
      };
      const timer = setInterval(look, silence);
      return [
        on("import.progress", ({ report }) => change((known) => mergeReport(known, report))),
        () => clearInterval(timer),
      ];
    },
    linger: 0,
  });
  return query;
}

export const useReportQuery = perPerson(createReport);

export type Preview = ImportPreviewQuery["importPreview"];
export type PreviewChange = Preview["changes"][number];
/** `renewed`: somebody changed the draft since it was shown first. */
export type Previewed = { preview: Preview; renewed: boolean };
export type PreviewQuery = LiveQuery<Previewed>;

/** What applying an import would do, to the draft as it is now. */
export function createPreview(id: string): PreviewQuery {
  return createLiveQuery<Previewed>({
    ask: async () => {
      const { importPreview: preview } = await request(ImportPreview, { id });
      return (before) => ({
        preview,
        renewed: before !== null && (before.renewed || before.preview.revision !== preview.revision),
      });
    },
    listen: ({ reload }) => [
      on("agenda.draft", () => void reload()),
      on("agenda.changed", () => void reload()),
    ],
    linger: 0,
  });
}

export const usePreviewQuery = perPerson(createPreview);
