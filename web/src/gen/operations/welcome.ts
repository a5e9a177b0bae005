// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { WelcomeQuery, WelcomeQueryVariables } from '../graphql';

export const Welcome: Operation<WelcomeQuery, WelcomeQueryVariables> = {"name":"Welcome","hash":"26fb50a3da488fbeadc1383d6115b95ca89f1064c8e36293a42b9fc2b275643c"};
