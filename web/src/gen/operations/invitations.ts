// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { MyInvitationsQuery, MyInvitationsQueryVariables, AcceptInvitationMutation, AcceptInvitationMutationVariables, DeclineInvitationMutation, DeclineInvitationMutationVariables, JoinedEventsQuery, JoinedEventsQueryVariables } from '../graphql';

export const MyInvitations: Operation<MyInvitationsQuery, MyInvitationsQueryVariables> = {"name":"MyInvitations","hash":"6eb95df4af802a0a1b0fc5a1cee8b0403a8689efd5186465898d6b2cf15a52c6"};
export const AcceptInvitation: Operation<AcceptInvitationMutation, AcceptInvitationMutationVariables> = {"name":"AcceptInvitation","hash":"640b329e54de4e6ab379c2549b493ccd273b4f71e96afb86fc19bb41cd0d927c"};
export const DeclineInvitation: Operation<DeclineInvitationMutation, DeclineInvitationMutationVariables> = {"name":"DeclineInvitation","hash":"fdb9c24cb9ca0fc3baabb3bef9cfc9e74bef344a84d225f337dd1144bea18e96"};
export const JoinedEvents: Operation<JoinedEventsQuery, JoinedEventsQueryVariables> = {"name":"JoinedEvents","hash":"f2f8bfb5a4e814f6c669d42dc92dbb51eac5631bea0d61f19f94edd6d24ac151"};
