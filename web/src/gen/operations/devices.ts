// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { DevicesQuery, DevicesQueryVariables, EndSessionMutation, EndSessionMutationVariables, EndOtherSessionsMutation, EndOtherSessionsMutationVariables } from '../graphql';

export const Devices: Operation<DevicesQuery, DevicesQueryVariables> = {"name":"Devices","hash":"d1205026a77d79f7aaa8b7aac0ba71285438c1a91881ff2fe613727d37c83f82"};
export const EndSession: Operation<EndSessionMutation, EndSessionMutationVariables> = {"name":"EndSession","hash":"686d1ac73944eccdf7d7d23a5c6ef6f278b03b04abb7339a292d36aa59728791"};
export const EndOtherSessions: Operation<EndOtherSessionsMutation, EndOtherSessionsMutationVariables> = {"name":"EndOtherSessions","hash":"e5e37edf3c6ca444bbb0939ba876228e1e1ec92aae34820cd3075e3330a53ebe"};
