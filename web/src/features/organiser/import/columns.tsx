"use client";

import { useId, useState, type FormEvent } from "react";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FormError } from "@/components/ui/field";
import { fieldClasses } from "@/components/ui/input";
import { ReadImport } from "@/gen/operations/import";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { toProblem } from "@/lib/problem";
import { useSend } from "@/lib/use-answer";

import { AnotherFile, Discard, ImportHead, type StepProps } from "./head";
import { failureOf, type ImportOutcome } from "./import-state";

/** What a column may be, as the server calls it. */
export const columnFields = [
  ...["title", "date", "start", "end", "duration", "room", "track", "speakers", "abstract", "subtitle"],
  ...["language", "kind", "url", "id", "video"],
] as const;

type ColumnsProps = StepProps & {
  /** The field of each column, once somebody has said so. */
  named: readonly string[] | null;
  onNamed: (fields: readonly string[]) => void;
};

/** Which column of a table is what of a session. */
export function Columns({ named, onNamed, ...props }: ColumnsProps) {
  const t = useT();
  const { report, query } = props;
  const fields = named ?? report.columns.map(({ field }) => field ?? "");
  const [read, pending] = useSend(ReadImport);
  const [refused, setRefused] = useState<string | null>(null);
  const has = (field: string) => fields.includes(field);
  const ready = has("title") && has("start") && (has("end") || has("duration"));
  const run = async () => {
    setRefused(null);
    try {
      await read({ id: report.id, reading: { columns: Array.from(fields) } });
      await query.reload();
    } catch (error) {
      setRefused(toProblem(error).message);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) void run();
    else setRefused(t("imports.columnsMissing"));
  };
  return (
    <form onSubmit={submit}>
      <ImportHead title={t("imports.columnsTitle")} line={report.name}>
        <Discard {...props} />
        <AnotherFile {...props} />
        <Button type="submit" variant="accent" pending={pending}>
          {t("imports.readIt")}
        </Button>
      </ImportHead>
      <p className="mb-4 max-w-[64ch] text-13 text-muted">{t("imports.columnsBody")}</p>
      <FormError className="mb-3">{refused ?? failureOf(report)}</FormError>
      <Card padded={false}>
        <ul className="divide-y divide-border">
          {report.columns.map((column, i) => (
            <ColumnRow
              key={i}
              column={column}
              field={fields[i] ?? ""}
              onField={(field) => onNamed(fields.with(i, field))}
            />
          ))}
        </ul>
      </Card>
    </form>
  );
}

type RowProps = {
  column: ImportOutcome["columns"][number];
  field: string;
  onField: (field: string) => void;
};

function ColumnRow({ column, field, onField }: RowProps) {
  const t = useT();
  const id = useId();
  return (
    <li className="grid items-center gap-x-4 gap-y-1.5 px-5 py-2.5 max-md:px-4 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_200px]">
      <label htmlFor={id} className="min-w-0 text-14 font-medium break-words">
        {column.name || t("imports.unnamed")}
      </label>
      <span dir="auto" className="min-w-0 truncate text-13 text-muted">
        {column.example}
      </span>
      <select
        id={id}
        className={cn(fieldClasses, "h-9 px-2")}
        value={field}
        onChange={(event) => onField(event.target.value)}
      >
        <option value="">{t("imports.leftOut")}</option>
        {columnFields.map((name) => (
          <option key={name} value={name}>
            {t("imports.column", { name })}
          </option>
        ))}
      </select>
    </li>
  );
}
