// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { EventRoomQuery, EventRoomQueryVariables, SessionRoomQuery, SessionRoomQueryVariables, RoomHistoryQuery, RoomHistoryQueryVariables, ConversationsQuery, ConversationsQueryVariables, ChatPeopleQuery, ChatPeopleQueryVariables, ChatMentionableQuery, ChatMentionableQueryVariables, OpenDirectMutation, OpenDirectMutationVariables, RemoveMessageMutation, RemoveMessageMutationVariables, MutePersonMutation, MutePersonMutationVariables } from '../graphql';

export const EventRoom: Operation<EventRoomQuery, EventRoomQueryVariables> = {"name":"EventRoom","hash":"e9b5c0693612662565cf8382bc3f518d2a51187c65b09478c3386d4529d39ad6"};
export const SessionRoom: Operation<SessionRoomQuery, SessionRoomQueryVariables> = {"name":"SessionRoom","hash":"8188da83683b087d44a9d6ec3cabc1ba78b621631dc7432c770bf203aff478bc"};
export const RoomHistory: Operation<RoomHistoryQuery, RoomHistoryQueryVariables> = {"name":"RoomHistory","hash":"ae6ac66b07507e11282dcff15106253af7f61c6444050778e7dada67ad74156a"};
export const Conversations: Operation<ConversationsQuery, ConversationsQueryVariables> = {"name":"Conversations","hash":"d02ca714a365f778e01dfadbbcfdbfdb8db0a296c190e0c23710a250ef08983a"};
export const ChatPeople: Operation<ChatPeopleQuery, ChatPeopleQueryVariables> = {"name":"ChatPeople","hash":"26f269ea71cc751a1d9ea31bc558f787e5587c39c7a32bdc295cc6eac4cafebc"};
export const ChatMentionable: Operation<ChatMentionableQuery, ChatMentionableQueryVariables> = {"name":"ChatMentionable","hash":"f24b76d9d3d8b1769f953819b2fba9213011f4b92e463a2deb9a369279153fb2"};
export const OpenDirect: Operation<OpenDirectMutation, OpenDirectMutationVariables> = {"name":"OpenDirect","hash":"1fabfa4e122e1b463272e7dc483174dfa000bc97e01413ebab579419d1335b07"};
export const RemoveMessage: Operation<RemoveMessageMutation, RemoveMessageMutationVariables> = {"name":"RemoveMessage","hash":"ffbf581eecd31473b2c0edfd623d4933a6ff65a9f6ad23aceee657249e7afb82"};
export const MutePerson: Operation<MutePersonMutation, MutePersonMutationVariables> = {"name":"MutePerson","hash":"ef051d3808864e98fd5a9f76e4218406753c7adec31fecea3a32ee50cbb5fbcc"};
