// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { EventCardsQuery, EventCardsQueryVariables, MyEventsQuery, MyEventsQueryVariables, EventCoverQuery, EventCoverQueryVariables, PublicEventQuery, PublicEventQueryVariables, RegisterForEventMutation, RegisterForEventMutationVariables, LeaveEventMutation, LeaveEventMutationVariables, LeaveEventTeamMutation, LeaveEventTeamMutationVariables, EventPagesQuery, EventPagesQueryVariables } from '../graphql';

export const EventCards: Operation<EventCardsQuery, EventCardsQueryVariables> = {"name":"EventCards","hash":"84e54923049240b878fec27e9e4fa6a998e0c6e2afc007ef79f26c7f95800e3a"};
export const MyEvents: Operation<MyEventsQuery, MyEventsQueryVariables> = {"name":"MyEvents","hash":"b883da813c136e63b293c68c14cab91a46b29be8a41d7806989f169a1944c9f3"};
export const EventCover: Operation<EventCoverQuery, EventCoverQueryVariables> = {"name":"EventCover","hash":"8b19abf4308cea0065a94fdb4b1f73ea8d6b8e4250e2af375017bf08229b481d"};
export const PublicEvent: Operation<PublicEventQuery, PublicEventQueryVariables> = {"name":"PublicEvent","hash":"6757b51cbd97b77aeb8dd7eb7504caf2c8af90a7d8dc1f9139bbc8f307f2c224"};
export const RegisterForEvent: Operation<RegisterForEventMutation, RegisterForEventMutationVariables> = {"name":"RegisterForEvent","hash":"5555d2fc1b62a1b6b601b7fe15cbcf29b40cde1b4226e7c7d03b69195e57c03a"};
export const LeaveEvent: Operation<LeaveEventMutation, LeaveEventMutationVariables> = {"name":"LeaveEvent","hash":"f79b2bf8ad4c708e30243ddd625e02fc04b90facdbb301ef5449faa5bf1be87f"};
export const LeaveEventTeam: Operation<LeaveEventTeamMutation, LeaveEventTeamMutationVariables> = {"name":"LeaveEventTeam","hash":"759bbbecf5c84f9e16b3f0b08ca7c7d43cb626e728efde00a28eec44bf63d651"};
export const EventPages: Operation<EventPagesQuery, EventPagesQueryVariables> = {"name":"EventPages","hash":"0e7ce5c1e234c47e0b89fa10abe7d87f5b455953018be92913ab82ed0ea979ff"};
