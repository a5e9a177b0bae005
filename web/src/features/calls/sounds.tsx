"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { Button } from "@/components/ui/button";
import { useT } from "@/lib/i18n";
import { useStore } from "@/lib/use-store";
import type { Call } from "@/rtc";

type Output = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };

/** Everybody's voice, by the chosen speaker. A browser may refuse to play before the first click: then a button asks for it. */
export function Sounds({ rtc }: { rtc: Call }) {
  const t = useT();
  const { peers } = useStore(rtc.state);
  const speaker = useStore(rtc.local.devices.state).chosen.speaker;
  const [outputs] = useState(() => new Set<Output>());
  const [blocked, setBlocked] = useState(false);
  const refused = useCallback(() => setBlocked(true), []);
  const playAll = () => {
    setBlocked(false);
    for (const output of outputs) output.play().catch(refused);
  };
  return (
    <>
      {peers.map(
        ({ id, streams }) =>
          streams && (
            <Voice key={id} stream={streams.audio} speaker={speaker} all={outputs} onRefused={refused} />
          ),
      )}
      {blocked && (
        <div className="fixed inset-x-0 top-16 z-30 flex justify-center">
          <Button variant="accent" size="lg" onClick={playAll}>
            {t("video.turnOnSound")}
          </Button>
        </div>
      )}
    </>
  );
}

type VoiceProps = { stream: MediaStream; speaker: string | null; all: Set<Output>; onRefused: () => void };

function Voice({ stream, speaker, all, onRefused }: VoiceProps) {
  const ref = useRef<Output>(null);
  // The element plays what it is given, and no attribute gives it a stream.
  useEffect(() => {
    const output = ref.current;
    if (!output) return;
    all.add(output);
    output.srcObject = stream;
    output.play().catch((error: unknown) => {
      if (error instanceof Error && error.name === "NotAllowedError") onRefused();
    });
    return () => void all.delete(output);
  }, [stream, all, onRefused]);
  // The speaker is chosen by a method of the element.
  useEffect(() => {
    // An unplugged speaker: the system's own plays on.
    ref.current?.setSinkId?.(speaker ?? "").catch(() => undefined);
  }, [speaker]);
  return (
    // A conversation has no captions file.
    // eslint-disable-next-line jsx-a11y/media-has-caption
    <audio ref={ref} autoPlay />
  );
}
