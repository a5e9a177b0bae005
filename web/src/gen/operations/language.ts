// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { SetLanguageMutation, SetLanguageMutationVariables } from '../graphql';

export const SetLanguage: Operation<SetLanguageMutation, SetLanguageMutationVariables> = {"name":"SetLanguage","hash":"98fe556b9b7ed396f9b01883b58ce6cce136a9db67d2fd0e9d50d74623aa4501"};
