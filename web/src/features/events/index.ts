export { LiveEventProvider, useLive, useLiveState, useStar } from "./live";
export type {
  LiveAgenda,
  LiveEvent,
  LiveSession,
  LiveSpeaker,
  LiveStage,
  LiveState,
  LiveTrack,
} from "./live-state";
export { useVenueFrame } from "./venue-frame";
export { Lobby } from "./venue-lobby";
export { useVenuePalette } from "./venue-palette";
export { fit, wordsOf } from "./venue-search";
export { SessionPage } from "./venue-session";
export { holds, isStaff, organises } from "./roles";
export { VenueGate, VenueLoading } from "./venue-gate";
export { Landing } from "./landing";
export { loadEventCards } from "./load-events";
export { EventPage } from "./event-page";
export { isEventThere, loadEvent, loadSessionHead } from "./load-event";
export { structuredData } from "./structured-data";
export { AgendaPage } from "./agenda";
export { HostEvent } from "./organise-create";
export { ManageEvent } from "./organise-manage";
