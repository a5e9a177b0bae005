"use client";

import { FileUp } from "lucide-react";
import { useRef, useState, type DragEvent, type FormEvent } from "react";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { Spinner } from "@/components/ui/spinner";
import { cn } from "@/lib/cn";
import { useDraft } from "@/lib/hooks";
import { useT } from "@/lib/i18n";

import { fileTypes } from "./import-state";
import { importPath, keptImport, useSending, type Sending } from "./send";

type TakeProps = { eventId: string; base: string };

/** Takes a schedule, as a file or from an address; what it would change is on a page of its own. */
export function ImportCard({ eventId, base }: TakeProps) {
  const t = useT();
  const sending = useSending(eventId, base);
  const [kept] = useDraft(keptImport(eventId));
  const [id = "", ...name] = kept.split(" ");
  return (
    <Card className="p-5 max-md:p-4">
      <h2 className="text-16 font-semibold">{t("organiser.importTitle")}</h2>
      <p className="mt-1 mb-4 max-w-[64ch] text-13 text-muted">{t("organiser.importBody")}</p>
      {sending.name === null ? (
        <DropZone sending={sending} />
      ) : (
        <p role="status" className="flex items-center gap-2 rounded-control bg-sunken px-4 py-6 text-13">
          <Spinner />
          <span className="min-w-0 truncate">{t("organiser.sending", { name: sending.name })}</span>
        </p>
      )}
      <div role="alert">
        {sending.refused?.of === "file" && (
          <p className="mt-3 text-13 text-live-text">{sending.refused.message}</p>
        )}
      </div>
      <AddressForm sending={sending} />
      {id && sending.name === null && (
        <p className="mt-3 text-13 text-muted">
          {t("imports.waits", { name: name.join(" ") })}{" "}
          <Link href={importPath(base, id)} className="font-medium text-accent-text underline">
            {t("imports.goOn")}
          </Link>
        </p>
      )}
    </Card>
  );
}

function DropZone({ sending }: { sending: Sending }) {
  const t = useT();
  const [over, setOver] = useState(false);
  const drag = (is: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(is);
  };
  return (
    <div
      onDragEnter={drag(true)}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        sending.file(event.dataTransfer.files[0]);
      }}
      className={cn(
        "flex flex-wrap items-center justify-center gap-3 rounded-control border border-dashed border-control px-4 py-6 transition-colors",
        over && "border-accent bg-accent-soft",
      )}
    >
      <FileButton label={t("organiser.chooseFile")} variant="soft" onFile={sending.file} />
      <span className="text-13 text-muted max-md:hidden">
        {t(over ? "organiser.dropHere" : "organiser.orDrop")}
      </span>
    </div>
  );
}

type FileButtonProps = {
  label: string;
  variant: "soft" | "ghost";
  pending?: boolean;
  onFile: (file: File | undefined) => void;
};

export function FileButton({ label, variant, pending, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant={variant} pending={pending} onClick={() => input.current?.click()}>
        <Icon icon={FileUp} />
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={fileTypes}
        aria-label={label}
        onChange={(event) => {
          onFile(event.target.files?.[0]);
          // The same file again is a change, too.
          event.target.value = "";
        }}
      />
    </>
  );
}

function AddressForm({ sending }: { sending: Sending }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [url, setUrl] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sending.address(url);
  };
  if (!open)
    return (
      <Button variant="ghost" className="-ms-3 mt-2" onClick={() => setOpen(true)}>
        {t("imports.fromAddress")}
      </Button>
    );
  return (
    <form onSubmit={submit} noValidate className="mt-4 flex items-start gap-2">
      <Field
        label={t("imports.address")}
        hint={t("imports.addressHint")}
        error={sending.refused?.of === "address" ? sending.refused.message : undefined}
        className="min-w-0 flex-1"
      >
        <Input
          type="url"
          inputMode="url"
          autoComplete="off"
          placeholder="https://"
          // eslint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the button that was pressed
          autoFocus
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="soft" pending={sending.name !== null} className="mt-[27px] h-9">
        {t("imports.read")}
      </Button>
    </form>
  );
}
