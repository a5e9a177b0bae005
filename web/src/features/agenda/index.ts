export { AgendaPage } from "./agenda-page";
export { loadSession } from "./load-session";
export { PlainAgenda } from "./plain-agenda";
export { PlainSession } from "./plain-session";
export { SessionGone } from "./session-gone";
export { SessionPage } from "./session-page";
export { StarredNext } from "./starred-next";
