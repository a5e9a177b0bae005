/** Being at an event: its frame, who gets in, what is on, and how people reach each other from every page. */
export { VenueFrame } from "./frame";
export { firstQuestions } from "./first-questions";
export { isEventThere, loadVenue, venueMetadata } from "./load-venue";
export { LobbyPage } from "./lobby/lobby-page";
export { stripScript } from "./lobby/strip-script";
export { VenueMatchesPage } from "./pages/matches-page";
export { VenuePeoplePage } from "./pages/people-page";
export { VenuePersonPage } from "./pages/person-page";
export { Venue } from "./venue";
export { WelcomePage } from "./welcome/welcome-page";
