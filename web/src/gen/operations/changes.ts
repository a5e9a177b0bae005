// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { AgendaChangesQuery, AgendaChangesQueryVariables } from '../graphql';

export const AgendaChanges: Operation<AgendaChangesQuery, AgendaChangesQueryVariables> = {"name":"AgendaChanges","hash":"53ed7129c2fed91237ff1a2004d5b6574785ee38c63b131aa09e11922a488ebe"};
