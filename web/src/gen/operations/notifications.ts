// Generated from contract/schema.graphql and the features' operations. Do not edit.
import type { Operation } from '@/lib/request';

import type { NotificationsQuery, NotificationsQueryVariables, NotificationActorQuery, NotificationActorQueryVariables, NotificationPreferencesQuery, NotificationPreferencesQueryVariables, MarkNotificationsReadMutation, MarkNotificationsReadMutationVariables, SetNotificationPreferenceMutation, SetNotificationPreferenceMutationVariables } from '../graphql';

export const Notifications: Operation<NotificationsQuery, NotificationsQueryVariables> = {"name":"Notifications","hash":"88379d992d3614d01dcfe2981e0f39d592e78a5a796a99fd8be8a685f29b2281"};
export const NotificationActor: Operation<NotificationActorQuery, NotificationActorQueryVariables> = {"name":"NotificationActor","hash":"5e5d9034834e1e6453f5f257032bf4c034924a02ff26819b7f9f4c0a4f8eb86b"};
export const NotificationPreferences: Operation<NotificationPreferencesQuery, NotificationPreferencesQueryVariables> = {"name":"NotificationPreferences","hash":"05ac1b39c64b01fb027484ad77e972de6fea38db78a4664e45168d9e904b34e4"};
export const MarkNotificationsRead: Operation<MarkNotificationsReadMutation, MarkNotificationsReadMutationVariables> = {"name":"MarkNotificationsRead","hash":"29046830e84b401fbf1c6dba8355a55f4aca82688e981827719c56b04425902c"};
export const SetNotificationPreference: Operation<SetNotificationPreferenceMutation, SetNotificationPreferenceMutationVariables> = {"name":"SetNotificationPreference","hash":"2b756dec4d58d783ed84c140a3e2bb542fa29b48ff3344061570cc4930a93ea9"};
