export { type ContactActions, MatchCelebration } from "./match-celebration";
export { useMatchCount, useMatching, useOpenToMeet } from "./use-matching";
export { MatchesPage } from "./matches-page";
export { answerTo, isMutual } from "./matches-state";
export { MeetActions } from "./meet-actions";
export { MeetCards } from "./meet-cards";
