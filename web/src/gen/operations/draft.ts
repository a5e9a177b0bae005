// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { AgendaDraftQuery, AgendaDraftQueryVariables, DraftSessionQuery, DraftSessionQueryVariables, PublishAgendaMutation, PublishAgendaMutationVariables, AgendaRevisionsQuery, AgendaRevisionsQueryVariables, RevisionMakersQuery, RevisionMakersQueryVariables, UndoRevisionMutation, UndoRevisionMutationVariables } from '../graphql';

export const AgendaDraft: Operation<AgendaDraftQuery, AgendaDraftQueryVariables> = {"name":"AgendaDraft","hash":"9e48f671bf5428b7b12520a46841acac29bbfd94ea459844dd9da196011926fe"};
export const DraftSession: Operation<DraftSessionQuery, DraftSessionQueryVariables> = {"name":"DraftSession","hash":"94dd7ce7b8d5bbb67104c6173656d024607b7f5dd6f05ed263259072d68378a6"};
export const PublishAgenda: Operation<PublishAgendaMutation, PublishAgendaMutationVariables> = {"name":"PublishAgenda","hash":"440f44efc8d2dc38ae427383dba635707cf562b6a46de93633a94c29130feb3b"};
export const AgendaRevisions: Operation<AgendaRevisionsQuery, AgendaRevisionsQueryVariables> = {"name":"AgendaRevisions","hash":"bdbeeb461209cf6d3b114344c17b5553a3c7c555b1aea4378c95ea6a90eb75cb"};
export const RevisionMakers: Operation<RevisionMakersQuery, RevisionMakersQueryVariables> = {"name":"RevisionMakers","hash":"aefe9d1558c42d3b7b4dee52015602982486c7ef64e806595c5513d0db497a0c"};
export const UndoRevision: Operation<UndoRevisionMutation, UndoRevisionMutationVariables> = {"name":"UndoRevision","hash":"0ce729e3d0d0a78cad2d6a7c397dfb5bf9519c8227ef99893cbb27a319571bd2"};
