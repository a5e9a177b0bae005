/** Calls that ring on this page. */
export type Ring = {
  readonly callId: string;
  /** ms since 1970: then it has rung out, whatever we missed. */ readonly until: number;
};
export type Rings = {
  readonly ringing: readonly Ring[];
  /** Answered or over: never rings again. */ readonly over: ReadonlySet<string>;
};

export const silence: Rings = { ringing: [], over: new Set() };

/** The server gives up after 45 s; a little more for its sweep. */
export const ringsFor = 55_000;

export function rang(rings: Rings, callId: string, now: number): Rings {
  if (rings.over.has(callId) || rings.ringing.some((ring) => ring.callId === callId)) return rings;
  return { ...rings, ringing: [...rings.ringing, { callId, until: now + ringsFor }] };
}

/** Answered here or elsewhere, declined, cancelled, ended: whatever comes later about it is late. */
export function stopped(rings: Rings, callId: string): Rings {
  if (rings.over.has(callId)) return rings;
  return {
    ringing: rings.ringing.filter((ring) => ring.callId !== callId),
    over: new Set(rings.over).add(callId),
  };
}

/** What the server says rings now: the others have stopped, unless they began to ring after it was asked. */
export function loaded(rings: Rings, callIds: readonly string[], askedBefore: Rings, now: number): Rings {
  const known = new Set(askedBefore.ringing.map((ring) => ring.callId));
  const kept = rings.ringing.filter((ring) => callIds.includes(ring.callId) || !known.has(ring.callId));
  const before = kept.length === rings.ringing.length ? rings : { ...rings, ringing: kept };
  return callIds.reduce((state, callId) => rang(state, callId, now), before);
}

export function expired(rings: Rings, now: number): Rings {
  const ringing = rings.ringing.filter((ring) => ring.until > now);
  return ringing.length === rings.ringing.length ? rings : { ...rings, ringing };
}
