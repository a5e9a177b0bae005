// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { MatchingQuery, MatchingQueryVariables, PeopleOpenToMeetQuery, PeopleOpenToMeetQueryVariables, MeetPersonQuery, MeetPersonQueryVariables, AnswerMatchMutation, AnswerMatchMutationVariables, SetOpenToMeetMutation, SetOpenToMeetMutationVariables } from '../graphql';

export const Matching: Operation<MatchingQuery, MatchingQueryVariables> = {"name":"Matching","hash":"9c5bee0a957c12cf127d6d5ef8a0415247ab0aac847965b280917bdeb50e1a8c"};
export const PeopleOpenToMeet: Operation<PeopleOpenToMeetQuery, PeopleOpenToMeetQueryVariables> = {"name":"PeopleOpenToMeet","hash":"860f0690907f2da4c98d5b58365353f898ff15f520914434f326e9c29c03ec46"};
export const MeetPerson: Operation<MeetPersonQuery, MeetPersonQueryVariables> = {"name":"MeetPerson","hash":"2147a7c712c710891fcbe2d55263ea5d22239731e1df7ddc2f96ebece8aad6d0"};
export const AnswerMatch: Operation<AnswerMatchMutation, AnswerMatchMutationVariables> = {"name":"AnswerMatch","hash":"e439cb3de7549db66338b55b66d02eebf0bb1fe98910aacd6f21706ed4e226b4"};
export const SetOpenToMeet: Operation<SetOpenToMeetMutation, SetOpenToMeetMutationVariables> = {"name":"SetOpenToMeet","hash":"ea65e6ff687bc84010305ecfc72b47ea03a97bb05cfaf018f6a21e7e7d81c4de"};
