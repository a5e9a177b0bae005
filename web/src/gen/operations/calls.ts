// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { CallByIdQuery, CallByIdQueryVariables, RingingCallsQuery, RingingCallsQueryVariables, CallIceServersQuery, CallIceServersQueryVariables, StartCallMutation, StartCallMutationVariables, InviteToCallMutation, InviteToCallMutationVariables, CallContactsQuery, CallContactsQueryVariables, FindToCallQuery, FindToCallQueryVariables, DeclineCallMutation, DeclineCallMutationVariables, BlockCallerMutation, BlockCallerMutationVariables, RoomAfterCallMutation, RoomAfterCallMutationVariables } from '../graphql';

export const CallById: Operation<CallByIdQuery, CallByIdQueryVariables> = {"name":"CallById","hash":"950846f9e30db87175b33308ce7e972ebef0e36ea18c9bf5f1af270953b93042"};
export const RingingCalls: Operation<RingingCallsQuery, RingingCallsQueryVariables> = {"name":"RingingCalls","hash":"4fe0c9b1f1ba442ae1d16db1b41e537f0f836b1ee34bf3dd79eaf1e2735f39ff"};
export const CallIceServers: Operation<CallIceServersQuery, CallIceServersQueryVariables> = {"name":"CallIceServers","hash":"9dae77cebaca6ed0e39427c784c4c0cf324a2a6d7f2991213227f7654668b644"};
export const StartCall: Operation<StartCallMutation, StartCallMutationVariables> = {"name":"StartCall","hash":"f32ce38cb293e992ce6bbc6e585313ed19901f280c85cbe607ed6398c8e1aad2"};
export const InviteToCall: Operation<InviteToCallMutation, InviteToCallMutationVariables> = {"name":"InviteToCall","hash":"788b2a9fde9837cf372f287ef24c2808062a5299fc0de3d312f57431e726fd51"};
export const CallContacts: Operation<CallContactsQuery, CallContactsQueryVariables> = {"name":"CallContacts","hash":"b5ed6015bfb6062946f4d3c393187409cebe4d11fcb74dd87ac5344dae2daa6b"};
export const FindToCall: Operation<FindToCallQuery, FindToCallQueryVariables> = {"name":"FindToCall","hash":"68efd4d083825c798822237a4ff7d865969aa30262011cf3d5752a2eae99cc8f"};
export const DeclineCall: Operation<DeclineCallMutation, DeclineCallMutationVariables> = {"name":"DeclineCall","hash":"15c6365c9cf5b2a1c5a1f8c3e161714fdfa29e0437e398e394d3e73765917755"};
export const BlockCaller: Operation<BlockCallerMutation, BlockCallerMutationVariables> = {"name":"BlockCaller","hash":"35213510d4371ca5c3f8c887dfd0b2f8f7c2bcfcb2a1d3f276f3abfe035b41f4"};
export const RoomAfterCall: Operation<RoomAfterCallMutation, RoomAfterCallMutationVariables> = {"name":"RoomAfterCall","hash":"6ded711f46f58c7df629445c738dba9d95ece3d3169848b772598ea400f841ed"};
