/** Who a person is in one call: the same before and after a reload of their page. */
export type PeerId = string;

/** One life of one end of one connection; random, made anew whenever the connection is made anew. */
export type Incarnation = string;

export type ByeReason = "left" | "full";

export interface Hello {
  readonly kind: "hello";
}

/** `seq` counts the sender's offers; `seen` is the last of the receiver's offers it had dealt with; `answers` is an offer's seq. */
export interface Description {
  readonly kind: "description";
  readonly type: "offer" | "answer";
  readonly sdp: string;
  readonly seq: number;
  readonly seen: number;
  readonly answers: number | null;
}

export interface Candidate {
  readonly candidate: string;
  readonly sdpMid: string | null;
  readonly sdpMLineIndex: number | null;
  readonly usernameFragment: string | null;
}

export interface Candidates {
  readonly kind: "candidates";
  readonly candidates: readonly Candidate[];
}

/** What the sender is sending; the highest `seq` is the truth. */
export interface MediaState {
  readonly kind: "media";
  readonly seq: number;
  readonly muted: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
}

export interface Bye {
  readonly kind: "bye";
  readonly reason: ByeReason;
}

export type SignalBody = Hello | Description | Candidates | MediaState | Bye;

/** What travels: `to` is null while the sender does not know the receiver's incarnation yet. */
export interface SignalMessage {
  readonly from: Incarnation;
  readonly to: Incarnation | null;
  readonly body: SignalBody;
}

/** "left": gone for good (left, removed, blocked). "lost": only their signalling broke; media may still flow. */
export type Departure = "left" | "lost";

/**
 * What the app must provide: a relay of small messages between the people of one call. Messages may be lost,
 * doubled or reordered; each `on…` returns the function that stops it. Handlers are called only for peers of this call.
 */
export interface Signalling {
  readonly self: PeerId;
  send(to: PeerId, message: SignalMessage): void;
  onMessage(handler: (from: PeerId, message: unknown) => void): () => void;
  /** Also for those who were there before us, soon after we join; repeating is harmless. */
  onPeerJoined(handler: (peer: PeerId) => void): () => void;
  onPeerLeft(handler: (peer: PeerId, departure: Departure) => void): () => void;
  /** After a break in our own connection to the relay, when sending works again. */
  onReconnected?(handler: () => void): () => void;
}

export const LIMITS = {
  /** A real description of three bundled media is 6 to 12 kB. */
  sdp: 64 * 1024,
  candidates: 64,
  candidate: 1024,
  id: 64,
} as const;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown, limit: number): value is string => typeof value === "string" && value.length <= limit;
const isId = (value: unknown): value is string => isText(value, LIMITS.id) && value.length > 0;
const isCount = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

function parseCandidate(value: unknown): Candidate | null {
  if (!isFields(value)) return null;
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = value;
  if (!isText(candidate, LIMITS.candidate)) return null;
  if (sdpMid !== null && !isText(sdpMid, LIMITS.id)) return null;
  if (sdpMLineIndex !== null && !isCount(sdpMLineIndex)) return null;
  if (usernameFragment !== null && !isText(usernameFragment, 256)) return null;
  return { candidate, sdpMid, sdpMLineIndex, usernameFragment };
}

function parseDescription({ type, sdp, seq, seen, answers }: Fields): Description | null {
  if (!isText(sdp, LIMITS.sdp) || !isCount(seq) || !isCount(seen)) return null;
  if (type === "offer" && answers === null) return { kind: "description", type, sdp, seq, seen, answers };
  if (type === "answer" && isCount(answers)) return { kind: "description", type, sdp, seq, seen, answers };
  return null;
}

function parseBody(value: unknown): SignalBody | null {
  if (!isFields(value)) return null;
  switch (value.kind) {
    case "hello":
      return { kind: "hello" };
    case "description":
      return parseDescription(value);
    case "candidates": {
      if (!Array.isArray(value.candidates) || value.candidates.length > LIMITS.candidates) return null;
      const candidates = value.candidates.map(parseCandidate);
      return candidates.every((one) => one !== null) ? { kind: "candidates", candidates } : null;
    }
    case "media": {
      const { seq, muted, camera, screen } = value;
      if (!isCount(seq) || typeof muted !== "boolean" || typeof camera !== "boolean") return null;
      return typeof screen === "boolean" ? { kind: "media", seq, muted, camera, screen } : null;
    }
    case "bye":
      return value.reason === "left" || value.reason === "full" ? { kind: "bye", reason: value.reason } : null;
    default:
      return null;
  }
}

/** Turns what came over the wire, from anybody, into a message, or null if it is not one. */
export function parseSignal(value: unknown): SignalMessage | null {
  if (!isFields(value)) return null;
  const { from, to } = value;
  if (!isId(from) || (to !== null && !isId(to))) return null;
  const body = parseBody(value.body);
  return body && { from, to, body };
}
