"use client";

import { usePathname, useRouter } from "next/navigation";
import type { ReactNode } from "react";

import { Frame, useFrameKeys } from "@/components/frame";

import { VenueBottom } from "./bottom";
import { pageKindOf, venuePlaces } from "./places";
import { VenueRail, type VenueRailProps } from "./rail";
import { VenueTop } from "./top";

export type VenueFrameProps = VenueRailProps & { bell?: ReactNode; panel?: ReactNode; children: ReactNode };

const letters = venuePlaces.map(({ key }) => key);

/** The frame of every page inside an event; `g` and a letter go to its places. */
export function VenueFrame({ bell, panel, children, ...rail }: VenueFrameProps) {
  const { event, counts } = rail;
  const path = usePathname();
  const router = useRouter();
  useFrameKeys(true, letters, (letter) => {
    const there = venuePlaces.find((one) => one.key === letter);
    if (there) router.push(event.base + there.path);
  });
  return (
    <Frame
      name={event.name}
      pageKind={pageKindOf(path, event.base)}
      rail={<VenueRail {...rail} />}
      top={(open) => <VenueTop event={event} bell={bell} openPanel={open} chatCount={counts?.chat} />}
      bottom={(open) => <VenueBottom event={event} counts={counts} open={open} />}
      panel={panel}
    >
      {children}
    </Frame>
  );
}
