/** What the venue's frame shows about the event; features fill it. */
export type VenueEvent = {
  id: string;
  name: string;
  /** "Day 1 of 2" */
  subtitle?: string;
  /** IANA zone of the event. */
  zone: string;
  live: boolean;
  /** People here now; null while not known. */
  here: number | null;
  /** Path of the venue without the page, for example "/e/polder-2026". */
  base: string;
};

export type VenueNow = {
  title: string;
  place: string;
  startsAt: string;
  endsAt: string;
  href: string;
};
export type VenueNext = VenueNow & { starred?: boolean };

export type VenueCounts = {
  people?: number;
  /** Waiting for you: shown as pills. */
  matches?: number;
  messages?: number;
  chat?: number;
};

/** The switch at the foot of the rail; left out while not known. */
export type OpenToMeet = { on: boolean; onChange: (on: boolean) => void; pending?: boolean };
