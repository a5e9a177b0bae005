export { HostEvent } from "./details/create";
export { ManageEvent } from "./manage";
