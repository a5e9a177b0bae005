// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { EventPeopleQuery, EventPeopleQueryVariables, FindPeopleQuery, FindPeopleQueryVariables, PersonDetailQuery, PersonDetailQueryVariables, BlockPersonMutation, BlockPersonMutationVariables, BlockedPeopleQuery, BlockedPeopleQueryVariables, UnblockMutation, UnblockMutationVariables, PersonNameQuery, PersonNameQueryVariables } from '../graphql';

export const EventPeople: Operation<EventPeopleQuery, EventPeopleQueryVariables> = {"name":"EventPeople","hash":"9b3960db6e502b660f419088663287938f8f1ce43fdc70ba0f60fa5a44eb970b"};
export const FindPeople: Operation<FindPeopleQuery, FindPeopleQueryVariables> = {"name":"FindPeople","hash":"e888e8ff40fb1813860633dbbd94936e2e547811ad9015f0a92a5cd668a5bc88"};
export const PersonDetail: Operation<PersonDetailQuery, PersonDetailQueryVariables> = {"name":"PersonDetail","hash":"5cc277902682d4eb6070f80f94045ad84cccff93c2120ed754676dd322e1e126"};
export const BlockPerson: Operation<BlockPersonMutation, BlockPersonMutationVariables> = {"name":"BlockPerson","hash":"ade60fa912b04c3ff9a1be2552ba79f200433ccfbe09c0f137c51fcf3111b810"};
export const BlockedPeople: Operation<BlockedPeopleQuery, BlockedPeopleQueryVariables> = {"name":"BlockedPeople","hash":"8adca6bb4dba7da1406032cc90dd255d1b9aa9b1fd5219ea55cc705c0d33eb36"};
export const Unblock: Operation<UnblockMutation, UnblockMutationVariables> = {"name":"Unblock","hash":"db35d2a5544b5e65404bc4cd443d84c30b94bb07cd6f0cca7a0861526bec4772"};
export const PersonName: Operation<PersonNameQuery, PersonNameQueryVariables> = {"name":"PersonName","hash":"1beb9d1cb55569c87a69533359bf211324523a47adaf293f99280d433bd26844"};
