// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { EventThereQuery, EventThereQueryVariables, SessionPlaceQuery, SessionPlaceQueryVariables } from '../graphql';

export const EventThere: Operation<EventThereQuery, EventThereQueryVariables> = {"name":"EventThere","hash":"e52c568fc36a63333cd862a6a37cca61f50c8ffbd22f2c69a4bb0d829b3a3272"};
export const SessionPlace: Operation<SessionPlaceQuery, SessionPlaceQueryVariables> = {"name":"SessionPlace","hash":"b13bb31d6a11db6368fc0cc05e6e0d1fbd7ba58d5aa5ec0ab44b5f710c9c0773"};
