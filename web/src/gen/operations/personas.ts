// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { PersonasQuery, PersonasQueryVariables } from '../graphql';

export const Personas: Operation<PersonasQuery, PersonasQueryVariables> = {"name":"Personas","hash":"c637dfe2d6b2a570fe9250d2b33f6e31401074cc97f6f15d97d9c87bbc57c3cc"};
