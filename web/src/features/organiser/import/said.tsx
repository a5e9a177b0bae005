import type { ReactNode } from "react";

import type { Sentence } from "@/gen/sockets";
import { words } from "@/lib/words";

type Remark = {
  readonly where: string;
  readonly place?: Sentence | null;
  readonly said?: Sentence | null;
} & ({ readonly text: string } | { readonly reason: string });

/** What the server says of a file, in the page's language. */
export const remarkOf = (remark: Remark) => ({
  where: words(remark.place, remark.where),
  text: words(remark.said, "text" in remark ? remark.text : remark.reason),
});

type SaidFoldProps = {
  title: ReactNode;
  said: readonly { where: string; text: string }[];
  /** Where there is more than is said. */
  first?: string;
};

/** What is to be known of a file, folded: where, and what. Nothing where there is nothing. Stands in a list. */
export function SaidFold({ title, said, first }: SaidFoldProps) {
  if (said.length === 0) return null;
  return (
    <li className="py-2">
      <details>
        <summary className="min-h-6 cursor-pointer rounded-control text-13 font-medium">{title}</summary>
        {first && <p className="mt-1 text-12 text-muted">{first}</p>}
        <ul
          // Long lists scroll, and so can be reached by the keyboard.
          className="mt-1 max-h-80 scrollbar-slim space-y-1 overflow-y-auto text-12"
        >
          {said.map(({ where, text }, i) => (
            <li key={i} className="break-words">
              {where && <span className="font-medium">{where}: </span>}
              <span className="text-muted">{text}</span>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
