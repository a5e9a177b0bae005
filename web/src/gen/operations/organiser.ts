// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { CreateEventMutation, CreateEventMutationVariables, UpdateEventMutation, UpdateEventMutationVariables, PublishEventMutation, PublishEventMutationVariables, CancelEventMutation, CancelEventMutationVariables, PutSessionMutation, PutSessionMutationVariables, RemoveSessionMutation, RemoveSessionMutationVariables, EventTeamQuery, EventTeamQueryVariables, RegisteredQuery, RegisteredQueryVariables, FindRegisteredQuery, FindRegisteredQueryVariables, GrantRoleMutation, GrantRoleMutationVariables, RevokeRoleMutation, RevokeRoleMutationVariables, MuteMutation, MuteMutationVariables, PublishersQuery, PublishersQueryVariables, SetOrganiserMutation, SetOrganiserMutationVariables, TakeDownEventMutation, TakeDownEventMutationVariables, GiveBackEventMutation, GiveBackEventMutationVariables, EventHostQuery, EventHostQueryVariables } from '../graphql';

export const CreateEvent: Operation<CreateEventMutation, CreateEventMutationVariables> = {"name":"CreateEvent","hash":"88c64e6fe7653ffe6840bd619939090b090054b1cc3928855d71fd8458481369"};
export const UpdateEvent: Operation<UpdateEventMutation, UpdateEventMutationVariables> = {"name":"UpdateEvent","hash":"72a71aa5c835b2cfcba29c1857e287c83b4cf0ea18a363074cb697aa61df4fee"};
export const PublishEvent: Operation<PublishEventMutation, PublishEventMutationVariables> = {"name":"PublishEvent","hash":"bcb284875415171f1b8932ea926240140db2fdcb95bae00192ddd9568f251197"};
export const CancelEvent: Operation<CancelEventMutation, CancelEventMutationVariables> = {"name":"CancelEvent","hash":"f1ea15c886cf66a9e86fd3cf78e0fbb7ce382d47f95c9429e33886fd3b3cfbc6"};
export const PutSession: Operation<PutSessionMutation, PutSessionMutationVariables> = {"name":"PutSession","hash":"4ef42ec7605d39401e1654e114fdfc2a753849c1df05071700eb92beb26f7683"};
export const RemoveSession: Operation<RemoveSessionMutation, RemoveSessionMutationVariables> = {"name":"RemoveSession","hash":"b3b3ef7bec2b3831f0febb1e2937d3173175650b7fe361864941cb92e7875ea5"};
export const EventTeam: Operation<EventTeamQuery, EventTeamQueryVariables> = {"name":"EventTeam","hash":"8f39655f7a8c1cc0e23defc4178002f8f0103fa65d9c11f2871035d7ea11ca98"};
export const Registered: Operation<RegisteredQuery, RegisteredQueryVariables> = {"name":"Registered","hash":"1b68a015b4628261f76c9ead8effa6a068603e115a222eb2e400f7dda1419484"};
export const FindRegistered: Operation<FindRegisteredQuery, FindRegisteredQueryVariables> = {"name":"FindRegistered","hash":"053897d1b24b7c35a999d5563f62680c432af4fef34c6bfba8b28133fef6f7f8"};
export const GrantRole: Operation<GrantRoleMutation, GrantRoleMutationVariables> = {"name":"GrantRole","hash":"dbe409a471fca9817ea37e17ccc91fde93b58537db27e62424ed7dcbf28bdc32"};
export const RevokeRole: Operation<RevokeRoleMutation, RevokeRoleMutationVariables> = {"name":"RevokeRole","hash":"0eca8f2096eca8307d5ef5c632679fd424d1be4d7f5b00a5d11c6991dcafa703"};
export const Mute: Operation<MuteMutation, MuteMutationVariables> = {"name":"Mute","hash":"60ed2fa62c243fc6f0b38953ff2798aaa7fbbc54d561ce1404b22e17e090a570"};
export const Publishers: Operation<PublishersQuery, PublishersQueryVariables> = {"name":"Publishers","hash":"b7a9c15923b7b8c8dc1f7f89a604d80c436998a3ab16284ff9e7c7889572b56f"};
export const SetOrganiser: Operation<SetOrganiserMutation, SetOrganiserMutationVariables> = {"name":"SetOrganiser","hash":"97b52982139350b11f28b49572b85409c2b5565e49a0fd6a576a8713e1946827"};
export const TakeDownEvent: Operation<TakeDownEventMutation, TakeDownEventMutationVariables> = {"name":"TakeDownEvent","hash":"f54f3df10c903f0028a22c9ceba0a6a38a24444af72bd6b8e3368463cd509679"};
export const GiveBackEvent: Operation<GiveBackEventMutation, GiveBackEventMutationVariables> = {"name":"GiveBackEvent","hash":"0de1bebbdb55f7fd085b7ad6d0b498c862ae32a665eda7326bdae448e92b0e82"};
export const EventHost: Operation<EventHostQuery, EventHostQueryVariables> = {"name":"EventHost","hash":"17ab1fb02abcf0f63e15ab5f54ea76619600e873922216430e839ee81c2f7a49"};
