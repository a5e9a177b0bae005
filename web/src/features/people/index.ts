export { BlockedPeople } from "./blocked";
export { HerePanel, PeoplePage } from "./people-list";
export { usePeoplePalette } from "./people-palette";
export { PersonPage } from "./person";
