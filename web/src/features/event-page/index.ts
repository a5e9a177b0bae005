/** An event as everybody sees it: its public page, and the cards that lead there. */
export { EventPage } from "./event-page";
export { Landing } from "./landing";
export { loadEvent } from "./load-event";
export { loadEventCards } from "./load-events";
export { eventMetadata } from "./metadata";
export { loadSitemap } from "./load-sitemap";
export { eventData } from "./structured-data";
