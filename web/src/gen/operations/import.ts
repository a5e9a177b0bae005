// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { ImportReportQuery, ImportReportQueryVariables, ImportPreviewQuery, ImportPreviewQueryVariables, ImportAddressMutation, ImportAddressMutationVariables, ReadImportMutation, ReadImportMutationVariables, ApplyImportMutation, ApplyImportMutationVariables, DiscardImportMutation, DiscardImportMutationVariables } from '../graphql';

export const ImportReport: Operation<ImportReportQuery, ImportReportQueryVariables> = {"name":"ImportReport","hash":"3f1300055a273e91c25348ceb2689a0fd566ddbb348718f6521b365385585699"};
export const ImportPreview: Operation<ImportPreviewQuery, ImportPreviewQueryVariables> = {"name":"ImportPreview","hash":"f1b385071faeb9715f1f646af235962dbd3d941e726e5c0db2a15982076aee98"};
export const ImportAddress: Operation<ImportAddressMutation, ImportAddressMutationVariables> = {"name":"ImportAddress","hash":"5566c3f804e68474003c6bfd365f08cdedccd408958438df7479e031d4a033a9"};
export const ReadImport: Operation<ReadImportMutation, ReadImportMutationVariables> = {"name":"ReadImport","hash":"9dd781d886c01e939fc4256f1bf42bdc22b05cc054bc8b022c2b14c2017d7129"};
export const ApplyImport: Operation<ApplyImportMutation, ApplyImportMutationVariables> = {"name":"ApplyImport","hash":"8ead5d1b8d85affc8e39d9d878a42b53b97b3691fcb5fad083553d0fec4959b8"};
export const DiscardImport: Operation<DiscardImportMutation, DiscardImportMutationVariables> = {"name":"DiscardImport","hash":"7bfa290d73705c91690a9f29716b0ec616286998668180826f76bff2bd28401c"};
