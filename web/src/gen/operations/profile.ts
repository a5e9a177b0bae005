// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { MyProfileQuery, MyProfileQueryVariables, TopicsQuery, TopicsQueryVariables, UpdateProfileMutation, UpdateProfileMutationVariables } from '../graphql';

export const MyProfile: Operation<MyProfileQuery, MyProfileQueryVariables> = {"name":"MyProfile","hash":"cf04814b74a054700f0cd6b0214280dd5864868be1ec5721bbbfb202e48962ee"};
export const Topics: Operation<TopicsQuery, TopicsQueryVariables> = {"name":"Topics","hash":"9bcdaccb64ffdc467b64fba4355b3b8faf9e1321ad8fa9bbda29706fcc5fc173"};
export const UpdateProfile: Operation<UpdateProfileMutation, UpdateProfileMutationVariables> = {"name":"UpdateProfile","hash":"06389f19182c9897cdad0ae8ea1b959bc0af82001253216141828d096028e3b6"};
