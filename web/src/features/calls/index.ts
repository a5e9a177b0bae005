export { CallDock } from "./call-dock";
export { CallPage } from "./call-page";
export { useStartCall } from "./calls";
