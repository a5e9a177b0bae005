"use client";

import { Search } from "lucide-react";
import { Dialog } from "radix-ui";
import {
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from "react";

import { overlayClasses } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import { Option } from "@/components/ui/option";
import { useReturnFocus } from "@/components/ui/return-focus";
import { Spinner } from "@/components/ui/spinner";
import { cn } from "@/lib/cn";
import { useT } from "@/lib/i18n";
import { isComposing } from "@/lib/keys";
import { useStore } from "@/lib/use-store";

import { overlay } from "./palette-state";

export type PaletteItem = {
  id: string;
  label: string;
  hint?: string;
  lead?: ReactNode;
  /** Keys shown at the end, for example ["g", "a"]. */
  keys?: readonly string[];
  run: () => void;
};
export type PaletteGroup = { id: string; label: string; items: readonly PaletteItem[] };
export type CommandPaletteProps = {
  /** What is found for the query, best first; already filtered. */
  groups: readonly PaletteGroup[];
  query: string;
  onQueryChange: (query: string) => void;
  /** What is found is still for an earlier query. */
  settling?: boolean;
  searching?: boolean;
};

/** The palette's dialog: a field over a listbox. What it finds is the feature's. */
export function CommandPalette(props: CommandPaletteProps) {
  const { onQueryChange } = props;
  const t = useT();
  const open = useStore(overlay, "none") === "palette";
  const focus = useReturnFocus();
  const change = (next: boolean) => {
    overlay.set(next ? "palette" : "none");
    if (!next) onQueryChange("");
  };
  return (
    <Dialog.Root open={open} onOpenChange={change}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClasses} />
        <Dialog.Content
          {...focus}
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12dvh] z-50 mx-auto flex max-h-[70dvh] max-w-[600px] animate-dialog-in flex-col overflow-hidden rounded-card bg-raised shadow-2 outline outline-border"
        >
          <Dialog.Title className="sr-only">{t("shell.palette")}</Dialog.Title>
          <PaletteBody {...props} onDone={() => change(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({
  groups,
  query,
  onQueryChange,
  settling = false,
  searching,
  onDone,
}: CommandPaletteProps & { onDone: () => void }) {
  const t = useT();
  const id = useId();
  const { items, active, point, run, onKeyDown } = useChoice(id, groups, settling, onDone);
  return (
    <>
      <div className="flex h-13 shrink-0 items-center gap-3 border-b border-border px-4">
        {searching ? <Spinner className="text-muted" /> : <Icon icon={Search} className="text-muted" />}
        <input
          role="combobox"
          aria-expanded
          aria-controls={`${id}list`}
          aria-activedescendant={items.length ? `${id}${active}` : undefined}
          aria-label={t("shell.palette")}
          aria-autocomplete="list"
          placeholder={t("shell.palettePlaceholder")}
          value={query}
          onChange={(event) => {
            onQueryChange(event.target.value);
            point(0);
          }}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1 bg-transparent text-14 outline-none"
        />
        <Kbd aria-hidden>{t("shell.keyEscape")}</Kbd>
      </div>
      <PaletteList {...{ id, groups, items, active, point, run }} />
      <p
        role="status"
        className={cn(
          items.length || searching ? "sr-only" : "px-4 pt-4 pb-6 text-center text-13 text-muted",
        )}
      >
        {items.length || searching
          ? t("shell.results", { count: items.length })
          : t("shell.paletteEmpty", { query })}
      </p>
    </>
  );
}

type Choice = {
  items: readonly PaletteItem[];
  /** The item that Enter runs. */
  active: number;
  point: (index: number) => void;
  run: (item: PaletteItem | undefined) => void;
};

/** Which of the items is chosen, by pointer and by keys; the row of item n is the element `id` + n. */
function useChoice(
  id: string,
  groups: readonly PaletteGroup[],
  settling: boolean,
  onDone: () => void,
): Choice & { onKeyDown: (event: KeyboardEvent) => void } {
  const items = useMemo(() => groups.flatMap((group) => group.items), [groups]);
  const [chosen, point] = useState(0);
  const last = items.length - 1;
  const active = Math.min(chosen, Math.max(0, last));
  const run = (item: PaletteItem | undefined) => {
    if (!item) return;
    onDone();
    item.run();
  };
  // Enter is for what was typed, not for what was found before it.
  const entered = useRef(false);
  const settled = useEffectEvent(() => {
    if (entered.current) run(items[active]);
    entered.current = false;
  });
  useEffect(() => {
    if (!settling) settled();
  }, [settling]);
  const choose = (index: number) => {
    point(index);
    document.getElementById(`${id}${index}`)?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowDown: active < last ? active + 1 : 0,
      ArrowUp: active > 0 ? active - 1 : last,
      Home: 0,
      End: last,
    }[event.key];
    if (isComposing(event.nativeEvent)) return;
    entered.current = event.key === "Enter" && settling;
    if (!entered.current && items.length === 0) return;
    if (event.key === "Enter") {
      if (!settling) run(items[active]);
    } else if (to !== undefined) choose(to);
    else return;
    event.preventDefault();
  };
  return { items, active, point, run, onKeyDown };
}

type ListProps = Choice & { id: string; groups: readonly PaletteGroup[] };

function PaletteList({ id, groups, items, active, point, run }: ListProps) {
  const t = useT();
  return (
    <div
      id={`${id}list`}
      role="listbox"
      aria-label={t("shell.palette")}
      className="min-h-0 scrollbar-slim overflow-y-auto p-1.5"
    >
      {groups
        .filter((group) => group.items.length)
        .map((group) => (
          <div key={group.id} role="group" aria-labelledby={`${id}g${group.id}`}>
            <div id={`${id}g${group.id}`} className="px-2.5 pt-2 pb-1 text-12 text-muted">
              {group.label}
            </div>
            {group.items.map((item) => {
              const index = items.indexOf(item);
              return (
                <PaletteRow
                  key={item.id}
                  id={`${id}${index}`}
                  item={item}
                  on={index === active}
                  onPoint={() => point(index)}
                  onRun={() => run(item)}
                />
              );
            })}
          </div>
        ))}
    </div>
  );
}

type RowProps = { id: string; item: PaletteItem; on: boolean; onPoint: () => void; onRun: () => void };

function PaletteRow({ id, item, on, onPoint, onRun }: RowProps) {
  return (
    <Option
      id={id}
      on={on}
      onPoint={onPoint}
      onTake={onRun}
      className="min-h-9 cursor-default rounded-control px-2.5 text-13 max-md:min-h-11"
    >
      {item.lead}
      <span dir="auto" className="min-w-0 truncate">
        {item.label}
      </span>
      {item.hint && (
        <span dir="auto" className="min-w-0 flex-1 truncate text-muted">
          {item.hint}
        </span>
      )}
      {item.keys && (
        <span aria-hidden className="ms-auto flex gap-1">
          {item.keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      )}
    </Option>
  );
}
