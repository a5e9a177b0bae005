/** Chat: the event's and the sessions' rooms, direct messages. */
export { EventChat, SessionChat } from "./event-chat";
export { goToWriting, useWritingWanted } from "./go-to-writing";
export type { Role } from "./line-view";
export { MessagesPage } from "./messages-page";
export { openDirect, useUnreadDirect } from "./use-chat";
export { useMessageInAddress, useMessageSought, useSought } from "./sought";
export { useUnreadChat } from "./use-unread";
