export { CallDock } from "./call-dock";
export { CallPage } from "./call-page";
export { startCall } from "./calls";
