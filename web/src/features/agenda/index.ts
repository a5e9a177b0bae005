export { AgendaPage } from "./agenda-page";
export { loadSession } from "./load-session";
export { SessionPage } from "./session-page";
export { StarredNext } from "./starred-next";
