export { MatchCelebration, type Reach } from "./match-celebration";
export { useAnswer, useMatchCount, useMatching, useOpenToMeet } from "./matches-hooks";
export { MeetActions } from "./meet-actions";
export { Reasons } from "./meet-card";
export { MeetCards } from "./meet-cards";
export { OpenToMeetSwitch } from "./meet-open";
