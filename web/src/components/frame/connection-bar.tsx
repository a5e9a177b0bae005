"use client";

import { Spinner } from "@/components/ui/spinner";
import { useLate } from "@/lib/hooks";
import { useT } from "@/lib/i18n";
import { useConnection, type Connection } from "@/lib/socket";

/** Breaks shorter than this are nobody's business. */
const quiet = 2_000;

/** Says that the live connection is away, after 2 s, until it is back. */
export function ConnectionBar() {
  return <ConnectionBarView connection={useConnection()} />;
}

export function ConnectionBarView({ connection }: { connection: Connection }) {
  const t = useT();
  const broken = connection.status === "reconnecting" || connection.status === "offline";
  const shown = useLate(broken, quiet);
  return (
    <div role="status">
      {shown && (
        <div className="flex min-h-8 animate-fade-in items-center justify-center gap-2 border-b border-border bg-warn-soft px-4 py-1.5 text-13 text-warn-text">
          <Spinner className="size-3.5" />
          {t(connection.status === "offline" ? "shell.offline" : "shell.reconnecting")}
        </div>
      )}
    </div>
  );
}
