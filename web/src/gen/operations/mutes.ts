// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { TeamMutesQuery, TeamMutesQueryVariables } from '../graphql';

export const TeamMutes: Operation<TeamMutesQuery, TeamMutesQueryVariables> = {"name":"TeamMutes","hash":"a30f3f25ae1e8fc5887f651e340c1dac40f3cfe01c25b998855b0e453d14dac1"};
