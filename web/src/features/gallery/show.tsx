import type { ReactNode } from "react";

/** One titled shelf of the gallery. */
export function Show({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-border py-6" aria-label={title}>
      <h2 className="mb-4 text-16 font-semibold">{title}</h2>
      <div className="flex flex-wrap items-start gap-4">{children}</div>
    </section>
  );
}
