export { BlockedPeople } from "./blocked";
export { loadPersonName } from "./load-person";
export { HerePanel, PeoplePage } from "./people-list";
export { usePeoplePalette } from "./people-palette";
export { PersonPage } from "./person";
