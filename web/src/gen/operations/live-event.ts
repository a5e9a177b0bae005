// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { LiveEventQuery, LiveEventQueryVariables, MyEventQuery, MyEventQueryVariables, AgendaDaysQuery, AgendaDaysQueryVariables, AgendaAroundQuery, AgendaAroundQueryVariables, EventSpeakingQuery, EventSpeakingQueryVariables, StarSessionMutation, StarSessionMutationVariables } from '../graphql';

export const LiveEvent: Operation<LiveEventQuery, LiveEventQueryVariables> = {"name":"LiveEvent","hash":"68bb16741d1ebf3120bbd078b40bc42ba1d516fac3d70de861ddb4a29cd1b125"};
export const MyEvent: Operation<MyEventQuery, MyEventQueryVariables> = {"name":"MyEvent","hash":"bc29015e44bc9d729679b7f82d906dc7a7d37c5f388c570ed40180db02ea08fc"};
export const AgendaDays: Operation<AgendaDaysQuery, AgendaDaysQueryVariables> = {"name":"AgendaDays","hash":"5e6c96e57fbde774de7d1b0fe7a152f8ae7355c0619c9b6b4acbc32ac6b625c8"};
export const AgendaAround: Operation<AgendaAroundQuery, AgendaAroundQueryVariables> = {"name":"AgendaAround","hash":"f03f2f11977abcb29e78f3d3223ec67757434256d40d6426eae01daeb7098923"};
export const EventSpeaking: Operation<EventSpeakingQuery, EventSpeakingQueryVariables> = {"name":"EventSpeaking","hash":"85812f2e06d5d3ce39371acc11064ce9da31c092695284e2aa5022a67232f6a5"};
export const StarSession: Operation<StarSessionMutation, StarSessionMutationVariables> = {"name":"StarSession","hash":"c24f1338a3c5570e03af5041d730694a82d8ed9190d5cd145720ff4f5879145f"};
