/** Chat: the event's and the sessions' rooms, direct messages. */
export { ConversationList } from "./conversation-list";
export { EventChat, SessionChat } from "./event-chat";
export type { Role } from "./line-view";
export { MessagesPage } from "./messages-page";
export { RoomPanel, type RoomPanelProps } from "./room-panel";
export { useUnreadChat } from "./use-unread";
export { openDirect, useUnreadDirect } from "./use-chat";
