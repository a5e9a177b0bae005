// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { MyCalendarQuery, MyCalendarQueryVariables, MakeCalendarMutation, MakeCalendarMutationVariables, RevokeCalendarMutation, RevokeCalendarMutationVariables } from '../graphql';

export const MyCalendar: Operation<MyCalendarQuery, MyCalendarQueryVariables> = {"name":"MyCalendar","hash":"93c970b302a85091bc10b4befaeb3ec7fedfa12c22fe6f52fafd5479ac1eaed5"};
export const MakeCalendar: Operation<MakeCalendarMutation, MakeCalendarMutationVariables> = {"name":"MakeCalendar","hash":"624430cee9b717ceed9b7a7b89b4ea13029c2958967626e395c5099524e321ee"};
export const RevokeCalendar: Operation<RevokeCalendarMutation, RevokeCalendarMutationVariables> = {"name":"RevokeCalendar","hash":"0164eb122c3ac438c604f31dbd8b13b301deaae38e8ea2ff3e441d07f26e436e"};
