"use client";

import { useEffect, useRef, useState } from "react";

import { useT } from "@/lib/i18n";

import { Picture } from "./picture";
import { fitShare, fitTiles, type Size } from "./stage-layout";
import { ScreenTile, Tile } from "./tile";
import type { Seat } from "./use-seats";

const gap = 12;
const between = 16;

type StageProps = {
  seats: readonly Seat[];
  /** Whose shared screen is shown large. */
  screen: Seat | null;
  /** Who else shares one, to choose from. */
  screens: readonly Seat[];
  onScreen: (seat: Seat) => void;
};

/** The pictures: a shared screen with everybody beside it, and the other screens; or everybody alike. */
export function Stage({ seats, screen, ...screens }: StageProps) {
  const ref = useRef<HTMLDivElement>(null);
  const room = useSize(ref);
  return (
    // The pictures are laid over their room, so that they never hold it open when the window shrinks.
    <div ref={ref} className="relative min-h-0 flex-1 *:absolute *:inset-0">
      {room &&
        (screen ? <Shared {...{ room, seats, screen, ...screens }} /> : <Grid room={room} seats={seats} />)}
    </div>
  );
}

function Grid({ room, seats }: { room: Size; seats: readonly Seat[] }) {
  const t = useT();
  const tile = fitTiles(room, seats.length, gap);
  return (
    <ul
      aria-label={t("video.grid")}
      className="mx-auto flex h-full flex-wrap content-center justify-center"
      style={{ gap, width: tile.columns * tile.width + (tile.columns - 1) * gap + 1 }}
    >
      {seats.map((seat) => (
        <Tile key={seat.person.id} seat={seat} style={{ width: tile.width, height: tile.height }} />
      ))}
    </ul>
  );
}

type SharedProps = Omit<StageProps, "screen"> & { room: Size; screen: Seat };

function Shared({ room, seats, screen, screens, onScreen }: SharedProps) {
  const t = useT();
  const { share, tile, beside } = fitShare(room, seats.length + screens.length, gap, between);
  const name = screen.me ? t("video.you") : screen.person.name;
  return (
    <div className={beside ? "flex justify-center" : "flex flex-col items-center"} style={{ gap: between }}>
      <div className="shrink-0 overflow-hidden rounded-card bg-slide outline outline-border" style={share}>
        {screen.screen && <Picture stream={screen.screen} label={t("video.screenOf", { name })} contain />}
      </div>
      <ul aria-label={t("video.title")} className={beside ? "flex flex-col" : "flex"} style={{ gap }}>
        {screens.map((seat) => (
          <ScreenTile
            key={`screen ${seat.person.id}`}
            seat={seat}
            style={tile}
            onShow={() => onScreen(seat)}
          />
        ))}
        {seats.map((seat) => (
          <Tile key={seat.person.id} seat={seat} style={tile} />
        ))}
      </ul>
    </div>
  );
}

/** How large the element is; null until it was drawn once. */
function useSize(ref: React.RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  // How large it is only the browser knows.
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
