export { Bell } from "./bell";
export { NoticePreferences } from "./preferences";
export { NoticesPage } from "./notices-page";
