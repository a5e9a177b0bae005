export { HostEvent } from "./details/create";
export { ImportPage } from "./import/import-page";
export { ManageEvent } from "./manage";
