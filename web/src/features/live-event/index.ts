/** One event as it is now, for everything that shows it: asked for once, kept true by pushes; who is here, who may what. */
export {
  LiveEventProvider,
  WholeAgenda,
  useIsInAgenda,
  useLive,
  useLiveState,
  useSpeaking,
  useStaff,
  useStar,
  useWholeAgenda,
} from "./live";
export { type LiveAgenda, type LiveSession, type LiveStage, agendaOf } from "./live-agenda";
export {
  type LiveAnswer,
  type LiveEvent,
  type LiveMembership,
  type LiveState,
  type LiveSummary,
  isWhole,
  liveStateOf,
} from "./live-state";
export { type Mutes, useTeamMutes } from "./mutes";
export {
  type Phase,
  agendaDay,
  dayLine,
  isMilestone,
  nextForMe,
  nextHere,
  onNow,
  phaseOf,
  placeLine,
  progressOf,
  speakersOf,
  stageName,
  stripAhead,
  strippedSession,
  upNext,
} from "./now";
export { useAttend, usePresence, usePresenceOf } from "./presence";
export { type HeldRole, type Holder, belongs, holds, isStaff, isWholeEvent, organises } from "./roles";
export { findSessions, findStages, fit, inRoom, wordsOf } from "./search";
export { StarButton } from "./star-button";
export { StarToggle, useAgendaStar, useWaitingStars } from "./star-toggle";
export { TakenDown, useIsGone } from "./taken-down";
export { TeamBadge, TeamMark } from "./team-mark";
