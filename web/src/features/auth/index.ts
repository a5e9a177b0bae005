export { AccountPage, type AccountPageProps } from "./account-page";
export { nextPath, withNext } from "./next-path";
export { loadPersonas } from "./load-personas";
export { Devices } from "./devices";
