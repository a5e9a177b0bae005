/** Calls that ring on this page. */
export type Ring = {
  readonly callId: string;
  /** Who declined or did not answer may be rung again in the same call: the second time is 2. */
  readonly nth: number;
  /** ms since 1970: then it has rung out, whatever we missed. */ readonly until: number;
};
/** One time that a call rings. */
export type Rung = Omit<Ring, "until">;
export type Rings = {
  readonly ringing: readonly Ring[];
  /** By call, up to which time it was answered, declined or given up; never these again. All of them once it ended. */
  readonly over: ReadonlyMap<string, number>;
};

export const silence: Rings = { ringing: [], over: new Map() };

/** The server gives up after 45 s; a little more for its sweep. */
export const ringsFor = 55_000;

export function rang(rings: Rings, { callId, nth }: Rung, now: number): Rings {
  const known = rings.ringing.find((ring) => ring.callId === callId);
  if (nth <= Math.max(rings.over.get(callId) ?? 0, known?.nth ?? 0)) return rings;
  const others = rings.ringing.filter((ring) => ring !== known);
  return { ...rings, ringing: [...others, { callId, nth, until: now + ringsFor }] };
}

/**
 * Answered here or elsewhere, declined, or not answered in time: whatever comes later about this time is late. Without
 * `nth` the call is over: it never rings again.
 */
export function stopped(rings: Rings, callId: string, nth = Infinity): Rings {
  if (nth <= (rings.over.get(callId) ?? 0)) return rings;
  return {
    ringing: rings.ringing.filter((ring) => ring.callId !== callId || ring.nth > nth),
    over: new Map(rings.over).set(callId, nth),
  };
}

/** What the server says rings now: the others have stopped. */
export function loaded(rings: Rings, told: readonly Rung[], now: number): Rings {
  const named = new Set(told.map((ring) => ring.callId));
  const kept = rings.ringing.filter((ring) => named.has(ring.callId));
  const before = kept.length === rings.ringing.length ? rings : { ...rings, ringing: kept };
  return told.reduce((state, ring) => rang(state, ring, now), before);
}

export function expired(rings: Rings, now: number): Rings {
  const ringing = rings.ringing.filter((ring) => ring.until > now);
  return ringing.length === rings.ringing.length ? rings : { ...rings, ringing };
}
