export type MediaKind = "microphone" | "camera" | "screen";

export type MediaReason =
  | "denied"
  | "denied-by-system"
  | "no-device"
  | "in-use"
  | "insecure"
  | "unplugged"
  | "unsupported"
  | "failed";

/** Why a device gives nothing, and what the person can do about it. The texts are defaults; `reason` is the key for a catalogue. */
export interface MediaProblem {
  readonly kind: MediaKind;
  readonly reason: MediaReason;
  readonly message: string;
  readonly advice: string;
}

const NAMES: Record<MediaKind, string> = { microphone: "microphone", camera: "camera", screen: "screen" };

const TEXTS: Record<MediaReason, readonly [message: string, advice: string]> = {
  denied: ["This site may not use your {}.", "Click the icon left of the address, allow the {}, and try again."],
  "denied-by-system": ["Your system does not let the browser use the {}.", "Allow the browser in the system's privacy settings, then try again."],
  "no-device": ["No {} was found.", "Plug one in, or go on without it."],
  "in-use": ["Another program is using your {}.", "Close the other program, then try again."],
  insecure: ["The browser gives the {} to secure pages only.", "Open this site with https://."],
  unplugged: ["Your {} was unplugged.", "Plug it in again, or choose another."],
  unsupported: ["This browser cannot share the {}.", "Use a recent Chrome, Firefox, Edge or Safari on a computer."],
  failed: ["Your {} could not be started.", "Try again, or choose another."],
};

export function problem(kind: MediaKind, reason: MediaReason): MediaProblem {
  const [message, advice] = TEXTS[reason];
  return { kind, reason, message: message.replace("{}", NAMES[kind]), advice: advice.replace("{}", NAMES[kind]) };
}

/** Names the failure of `getUserMedia` or `getDisplayMedia`. */
export function problemOf(kind: MediaKind, error: unknown): MediaProblem {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  switch (name) {
    case "NotAllowedError":
      return problem(kind, /system/i.test(message) ? "denied-by-system" : "denied");
    case "SecurityError":
      return problem(kind, "denied");
    case "NotFoundError":
    case "OverconstrainedError":
      return problem(kind, "no-device");
    case "NotReadableError":
    case "AbortError":
      return problem(kind, "in-use");
    default:
      return problem(kind, "failed");
  }
}
