// Generated from contract/schema.graphql and the features' operations. Do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { Markup } from '@/lib/markup';
import type { Sentence } from '@/gen/sockets';
export type EventRole =
  | 'owner'
  | 'organiser'
  | 'moderator'
  | 'speaker'
  | 'mentor'
  | 'judge'
  | 'sponsor'
  | 'attendee';

export type RoleScopeKind =
  | 'event'
  | 'stage'
  | 'track'
  | 'team';

/** What a role is to hold for: the whole event (without an id), or one stage, track or team of it. */
export type RoleScopeInput = {
  readonly kind?: RoleScopeKind;
  readonly id?: string | null | undefined;
};

export type EventKind =
  | 'conference'
  | 'hackathon'
  | 'meetup'
  | 'networking';

export type EventStatus =
  | 'draft'
  | 'published'
  | 'cancelled';

export type Visibility =
  | 'public'
  | 'unlisted';

export type ImportState =
  | 'reading'
  | 'asking'
  | 'ready'
  | 'applying'
  | 'done'
  | 'failed';

export type ChangeKind =
  | 'added'
  | 'changed'
  | 'moved'
  | 'removed';

export type ChangeOf =
  | 'session'
  | 'speaker';

export type ZoneBy =
  | 'file'
  | 'event'
  | 'person';

export type RevisionKind =
  | 'edited'
  | 'imported'
  | 'undone'
  | 'moved';

export type ImportReading = {
  readonly timeZone?: string | null | undefined;
  /** For each column of a table, which field of a session it is; empty for one that is left out. */
  readonly columns?: ReadonlyArray<string> | null | undefined;
  readonly shiftDays?: number | null | undefined;
  /** Whether it adds to what other files brought instead of replacing it. */
  readonly adds?: boolean | null | undefined;
};

export type FieldChoice = {
  readonly id: string;
  readonly fields: ReadonlyArray<string>;
};

/** All changes are made but those in leave; sessions that no file brought are removed if they are in also. */
export type ImportChoice = {
  readonly leave?: ReadonlyArray<string> | null | undefined;
  readonly also?: ReadonlyArray<string> | null | undefined;
  /** Where the file's word counts against somebody's hand. */
  readonly take?: ReadonlyArray<FieldChoice> | null | undefined;
  /** More than a tenth may go. */
  readonly evenMuch?: boolean | null | undefined;
};

export type EventInput = {
  readonly name: string;
  readonly kind: EventKind;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly timeZone: string;
  readonly tagline?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly visibility?: Visibility | null | undefined;
  readonly location?: string | null | undefined;
  readonly capacity?: number | null | undefined;
  readonly codeOfConduct?: string | null | undefined;
};

export type ProgrammeHow =
  /** Sessions begin when they did, whatever clocks show then. */
  | 'keepMoments'
  /** They keep the time of day, now on the new zone's clock. */
  | 'keepClock'
  /** As keepClock, and then so many minutes later; whole days keep the time of day, the rest is time that passes. */
  | 'shift';

export type ProgrammeMove = {
  readonly how: ProgrammeHow;
  readonly minutes?: number | null | undefined;
};

export type SessionInput = {
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly subtitle?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  readonly languages?: ReadonlyArray<string> | null | undefined;
  readonly stage?: string | null | undefined;
  readonly track?: string | null | undefined;
  readonly speakers?: ReadonlyArray<string> | null | undefined;
};

export type ReasonKind =
  | 'offer'
  | 'need'
  | 'shared'
  | 'session'
  | 'language';

export type MatchAnswer =
  | 'accept'
  | 'pass';

export type ProfileInput = {
  readonly name: string;
  readonly headline?: string | null | undefined;
  readonly bio?: string | null | undefined;
  readonly location?: string | null | undefined;
  readonly links?: ReadonlyArray<string> | null | undefined;
  readonly interests?: ReadonlyArray<string> | null | undefined;
  readonly offers?: ReadonlyArray<string> | null | undefined;
  readonly needs?: ReadonlyArray<string> | null | undefined;
  readonly languages?: ReadonlyArray<string> | null | undefined;
  readonly timeZone?: string | null | undefined;
};

export type RoomKind =
  | 'lobby'
  | 'session'
  | 'direct';

export type RingState =
  | 'ringing'
  | 'answered'
  | 'declined'
  | 'missed';

export type NotificationKind =
  | 'match'
  | 'direct'
  | 'mention'
  | 'session_soon'
  | 'session_moved'
  | 'event_status'
  | 'call'
  | 'invitation';

export type InvitationFragment = { readonly eventId: string, readonly eventName: string, readonly invitedAt: string, readonly inviter: { readonly id: string, readonly name: string, readonly headline: string }, readonly roles: ReadonlyArray<{ readonly role: EventRole, readonly scope: { readonly kind: RoleScopeKind, readonly id: string | null } }> };

export type MyInvitationsQueryVariables = Exact<{ [key: string]: never; }>;


export type MyInvitationsQuery = { readonly myRoleInvitations: ReadonlyArray<{ readonly eventId: string, readonly eventName: string, readonly invitedAt: string, readonly inviter: { readonly id: string, readonly name: string, readonly headline: string }, readonly roles: ReadonlyArray<{ readonly role: EventRole, readonly scope: { readonly kind: RoleScopeKind, readonly id: string | null } }> }> };

export type AcceptInvitationMutationVariables = Exact<{
  eventId: string;
}>;


export type AcceptInvitationMutation = { readonly acceptEventRole: boolean };

export type DeclineInvitationMutationVariables = Exact<{
  eventId: string;
}>;


export type DeclineInvitationMutation = { readonly declineEventRole: boolean };

export type JoinedEventsQueryVariables = Exact<{ [key: string]: never; }>;


export type JoinedEventsQuery = { readonly myEvents: ReadonlyArray<{ readonly id: string, readonly slug: string }> };

export type ProfileTopicFragment = { readonly id: string, readonly name: string };

export type MyProfileFragment = { readonly id: string, readonly name: string, readonly headline: string, readonly bio: string, readonly location: string, readonly links: ReadonlyArray<string>, readonly languages: ReadonlyArray<string>, readonly timeZone: string, readonly interests: ReadonlyArray<{ readonly id: string, readonly name: string }>, readonly offers: ReadonlyArray<{ readonly id: string, readonly name: string }>, readonly needs: ReadonlyArray<{ readonly id: string, readonly name: string }> };

export type MyProfileQueryVariables = Exact<{ [key: string]: never; }>;


export type MyProfileQuery = { readonly myProfile: { readonly id: string, readonly name: string, readonly headline: string, readonly bio: string, readonly location: string, readonly links: ReadonlyArray<string>, readonly languages: ReadonlyArray<string>, readonly timeZone: string, readonly interests: ReadonlyArray<{ readonly id: string, readonly name: string }>, readonly offers: ReadonlyArray<{ readonly id: string, readonly name: string }>, readonly needs: ReadonlyArray<{ readonly id: string, readonly name: string }> } | null };

export type TopicsQueryVariables = Exact<{
  text: string;
}>;


export type TopicsQuery = { readonly topics: ReadonlyArray<{ readonly id: string, readonly name: string }> };

export type UpdateProfileMutationVariables = Exact<{
  input: ProfileInput;
}>;


export type UpdateProfileMutation = { readonly updateProfile: { readonly id: string, readonly name: string, readonly headline: string, readonly bio: string, readonly location: string, readonly links: ReadonlyArray<string>, readonly languages: ReadonlyArray<string>, readonly timeZone: string, readonly interests: ReadonlyArray<{ readonly id: string, readonly name: string }>, readonly offers: ReadonlyArray<{ readonly id: string, readonly name: string }>, readonly needs: ReadonlyArray<{ readonly id: string, readonly name: string }> } };

export type DeviceFragment = { readonly id: string, readonly label: string, readonly address: string, readonly createdAt: string, readonly lastSeenAt: string, readonly current: boolean };

export type DevicesQueryVariables = Exact<{ [key: string]: never; }>;


export type DevicesQuery = { readonly sessions: ReadonlyArray<{ readonly id: string, readonly label: string, readonly address: string, readonly createdAt: string, readonly lastSeenAt: string, readonly current: boolean }> };

export type EndSessionMutationVariables = Exact<{
  sessionId: string;
}>;


export type EndSessionMutation = { readonly endSession: boolean };

export type EndOtherSessionsMutationVariables = Exact<{ [key: string]: never; }>;


export type EndOtherSessionsMutation = { readonly endOtherSessions: number };

export type SetLanguageMutationVariables = Exact<{
  language?: string | null | undefined;
}>;


export type SetLanguageMutation = { readonly setLanguage: { readonly id: string, readonly language: string | null } };

export type PersonasQueryVariables = Exact<{ [key: string]: never; }>;


export type PersonasQuery = { readonly personas: ReadonlyArray<{ readonly key: string, readonly name: string, readonly role: string, readonly userId: string }> };

export type SessionThereQueryVariables = Exact<{
  slug: string;
  id: string;
}>;


export type SessionThereQuery = { readonly event: { readonly id: string, readonly slug: string, readonly name: string, readonly status: EventStatus, readonly visibility: Visibility, readonly location: string, readonly startsAt: string, readonly endsAt: string }, readonly session: { readonly eventId: string, readonly title: string, readonly subtitle: string, readonly summary: string, readonly languages: ReadonlyArray<string>, readonly startsAt: string, readonly endsAt: string, readonly speakers: ReadonlyArray<{ readonly name: string }> } };

export type AgendaHeadQueryVariables = Exact<{
  slug: string;
}>;


export type AgendaHeadQuery = { readonly event: { readonly id: string, readonly slug: string, readonly name: string, readonly status: EventStatus, readonly visibility: Visibility, readonly location: string, readonly startsAt: string, readonly endsAt: string } };

export type EventHeadFragment = { readonly id: string, readonly slug: string, readonly name: string, readonly status: EventStatus, readonly visibility: Visibility, readonly location: string, readonly startsAt: string, readonly endsAt: string };

export type WholeSessionFragment = { readonly abstract: string, readonly languages: ReadonlyArray<string>, readonly url: string, readonly videoUrl: string, readonly doNotRecord: boolean, readonly id: string, readonly stageId: string | null, readonly trackId: string | null, readonly title: string, readonly subtitle: string, readonly kind: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly speakerIds: ReadonlyArray<string>, readonly links: ReadonlyArray<{ readonly title: string, readonly url: string }>, readonly attachments: ReadonlyArray<{ readonly title: string, readonly url: string }> };

export type SessionDetailQueryVariables = Exact<{
  id: string;
}>;


export type SessionDetailQuery = { readonly session: { readonly abstractBlocks: Markup, readonly abstract: string, readonly languages: ReadonlyArray<string>, readonly url: string, readonly videoUrl: string, readonly doNotRecord: boolean, readonly id: string, readonly stageId: string | null, readonly trackId: string | null, readonly title: string, readonly subtitle: string, readonly kind: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly speakerIds: ReadonlyArray<string>, readonly speakers: ReadonlyArray<{ readonly id: string, readonly bioBlocks: Markup }>, readonly links: ReadonlyArray<{ readonly title: string, readonly url: string }>, readonly attachments: ReadonlyArray<{ readonly title: string, readonly url: string }> } };

export type SessionMomentFragment = { readonly title: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly stage: string, readonly track: string, readonly speakers: ReadonlyArray<string> };

export type ChangeLineFragment = { readonly id: string, readonly of: ChangeOf, readonly kind: ChangeKind, readonly title: string, readonly before: { readonly title: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly stage: string, readonly track: string, readonly speakers: ReadonlyArray<string> } | null, readonly after: { readonly title: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly stage: string, readonly track: string, readonly speakers: ReadonlyArray<string> } | null, readonly fields: ReadonlyArray<{ readonly field: string, readonly before: string, readonly after: string }> };

export type AgendaChangesQueryVariables = Exact<{
  eventId: string;
  since: number;
  until?: number | null | undefined;
}>;


export type AgendaChangesQuery = { readonly agendaChanges: ReadonlyArray<{ readonly id: string, readonly of: ChangeOf, readonly kind: ChangeKind, readonly title: string, readonly before: { readonly title: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly stage: string, readonly track: string, readonly speakers: ReadonlyArray<string> } | null, readonly after: { readonly title: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly stage: string, readonly track: string, readonly speakers: ReadonlyArray<string> } | null, readonly fields: ReadonlyArray<{ readonly field: string, readonly before: string, readonly after: string }> }> };

export type MyCalendarQueryVariables = Exact<{
  eventId: string;
}>;


export type MyCalendarQuery = { readonly myCalendar: { readonly eventId: string, readonly url: string | null } };

export type MakeCalendarMutationVariables = Exact<{
  eventId: string;
}>;


export type MakeCalendarMutation = { readonly makeCalendar: { readonly eventId: string, readonly url: string | null } };

export type RevokeCalendarMutationVariables = Exact<{
  eventId: string;
}>;


export type RevokeCalendarMutation = { readonly revokeCalendar: { readonly eventId: string, readonly url: string | null } };

export type PlainAgendaQueryVariables = Exact<{
  slug: string;
}>;


export type PlainAgendaQuery = { readonly event: { readonly timeZone: string, readonly id: string, readonly slug: string, readonly name: string, readonly status: EventStatus, readonly visibility: Visibility, readonly location: string, readonly startsAt: string, readonly endsAt: string, readonly agenda: { readonly stages: ReadonlyArray<{ readonly id: string, readonly name: string }>, readonly sessions: ReadonlyArray<{ readonly id: string, readonly title: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly stageId: string | null }> } } };

export type PlainSessionQueryVariables = Exact<{
  slug: string;
  id: string;
}>;


export type PlainSessionQuery = { readonly event: { readonly id: string, readonly name: string, readonly timeZone: string, readonly agenda: { readonly stages: ReadonlyArray<{ readonly id: string, readonly name: string }> } }, readonly session: { readonly eventId: string, readonly title: string, readonly subtitle: string, readonly abstractBlocks: Markup, readonly languages: ReadonlyArray<string>, readonly videoUrl: string, readonly doNotRecord: boolean, readonly startsAt: string, readonly endsAt: string, readonly stageId: string | null, readonly links: ReadonlyArray<{ readonly title: string, readonly url: string }>, readonly attachments: ReadonlyArray<{ readonly title: string, readonly url: string }>, readonly speakers: ReadonlyArray<{ readonly id: string, readonly name: string, readonly bioBlocks: Markup }> } };

export type CallPersonFragment = { readonly id: string, readonly name: string, readonly headline: string };

export type CallInfoFragment = { readonly id: string, readonly callerId: string, readonly staffIds: ReadonlyArray<string>, readonly startedAt: string, readonly endedAt: string | null, readonly cameraOff: boolean, readonly revision: number, readonly caller: { readonly id: string, readonly name: string, readonly headline: string }, readonly event: { readonly id: string, readonly slug: string, readonly name: string }, readonly invited: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string }>, readonly rings: ReadonlyArray<{ readonly personId: string, readonly callerId: string, readonly nth: number, readonly state: RingState }> };

export type CallByIdQueryVariables = Exact<{
  id: string;
}>;


export type CallByIdQuery = { readonly call: { readonly id: string, readonly callerId: string, readonly staffIds: ReadonlyArray<string>, readonly startedAt: string, readonly endedAt: string | null, readonly cameraOff: boolean, readonly revision: number, readonly caller: { readonly id: string, readonly name: string, readonly headline: string }, readonly event: { readonly id: string, readonly slug: string, readonly name: string }, readonly invited: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string }>, readonly rings: ReadonlyArray<{ readonly personId: string, readonly callerId: string, readonly nth: number, readonly state: RingState }> } };

export type RingingCallsQueryVariables = Exact<{ [key: string]: never; }>;


export type RingingCallsQuery = { readonly ringingCalls: ReadonlyArray<{ readonly id: string, readonly callerId: string, readonly staffIds: ReadonlyArray<string>, readonly startedAt: string, readonly endedAt: string | null, readonly cameraOff: boolean, readonly revision: number, readonly caller: { readonly id: string, readonly name: string, readonly headline: string }, readonly event: { readonly id: string, readonly slug: string, readonly name: string }, readonly invited: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string }>, readonly rings: ReadonlyArray<{ readonly personId: string, readonly callerId: string, readonly nth: number, readonly state: RingState }> }> };

export type CallIceServersQueryVariables = Exact<{ [key: string]: never; }>;


export type CallIceServersQuery = { readonly iceServers: { readonly expiresAt: string, readonly servers: ReadonlyArray<{ readonly urls: ReadonlyArray<string>, readonly username: string | null, readonly credential: string | null }> } };

export type StartCallMutationVariables = Exact<{
  id: string;
  eventId: string;
  personIds: ReadonlyArray<string> | string;
}>;


export type StartCallMutation = { readonly startCall: { readonly id: string, readonly callerId: string, readonly staffIds: ReadonlyArray<string>, readonly startedAt: string, readonly endedAt: string | null, readonly cameraOff: boolean, readonly revision: number, readonly caller: { readonly id: string, readonly name: string, readonly headline: string }, readonly event: { readonly id: string, readonly slug: string, readonly name: string }, readonly invited: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string }>, readonly rings: ReadonlyArray<{ readonly personId: string, readonly callerId: string, readonly nth: number, readonly state: RingState }> } };

export type InviteToCallMutationVariables = Exact<{
  callId: string;
  personIds: ReadonlyArray<string> | string;
}>;


export type InviteToCallMutation = { readonly inviteToCall: { readonly id: string, readonly callerId: string, readonly staffIds: ReadonlyArray<string>, readonly startedAt: string, readonly endedAt: string | null, readonly cameraOff: boolean, readonly revision: number, readonly caller: { readonly id: string, readonly name: string, readonly headline: string }, readonly event: { readonly id: string, readonly slug: string, readonly name: string }, readonly invited: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string }>, readonly rings: ReadonlyArray<{ readonly personId: string, readonly callerId: string, readonly nth: number, readonly state: RingState }> } };

export type CallContactsQueryVariables = Exact<{
  callId: string;
  eventId: string;
}>;


export type CallContactsQuery = { readonly call: { readonly id: string, readonly event: { readonly id: string, readonly membership: { readonly registered: boolean, readonly roles: ReadonlyArray<{ readonly role: EventRole, readonly scope: { readonly kind: RoleScopeKind, readonly id: string | null } }> } | null } }, readonly matches: { readonly mutual: ReadonlyArray<{ readonly personId: string, readonly person: { readonly id: string, readonly name: string, readonly headline: string } }> } };

export type FindToCallQueryVariables = Exact<{
  eventId: string;
  text: string;
}>;


export type FindToCallQuery = { readonly searchPeople: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string }> };

export type DeclineCallMutationVariables = Exact<{
  callId: string;
}>;


export type DeclineCallMutation = { readonly declineCall: boolean };

export type BlockCallerMutationVariables = Exact<{
  personId: string;
}>;


export type BlockCallerMutation = { readonly blockPerson: boolean };

export type RoomAfterCallMutationVariables = Exact<{
  personId: string;
}>;


export type RoomAfterCallMutation = { readonly directRoom: { readonly id: string } };

export type ChatPersonFragment = { readonly id: string, readonly name: string, readonly headline: string };

export type ChatMessageFragment = { readonly id: string, readonly roomId: string, readonly seq: number, readonly revision: number, readonly senderId: string, readonly body: string, readonly mentions: ReadonlyArray<string>, readonly sentAt: string, readonly removed: boolean, readonly sender: { readonly id: string, readonly name: string, readonly headline: string } };

export type ChatRoomFragment = { readonly id: string, readonly kind: RoomKind, readonly eventId: string | null, readonly sessionId: string | null, readonly title: string };

export type EventRoomQueryVariables = Exact<{
  eventId: string;
}>;


export type EventRoomQuery = { readonly eventRoom: { readonly id: string, readonly kind: RoomKind, readonly eventId: string | null, readonly sessionId: string | null, readonly title: string } };

export type SessionRoomQueryVariables = Exact<{
  sessionId: string;
}>;


export type SessionRoomQuery = { readonly sessionRoom: { readonly id: string, readonly kind: RoomKind, readonly eventId: string | null, readonly sessionId: string | null, readonly title: string } };

export type RoomHistoryQueryVariables = Exact<{
  roomId: string;
  before?: number | null | undefined;
  limit: number;
}>;


export type RoomHistoryQuery = { readonly messages: ReadonlyArray<{ readonly id: string, readonly roomId: string, readonly seq: number, readonly revision: number, readonly senderId: string, readonly body: string, readonly mentions: ReadonlyArray<string>, readonly sentAt: string, readonly removed: boolean, readonly sender: { readonly id: string, readonly name: string, readonly headline: string } }> };

export type ConversationsQueryVariables = Exact<{ [key: string]: never; }>;


export type ConversationsQuery = { readonly conversations: ReadonlyArray<{ readonly withId: string, readonly unread: number, readonly blocked: boolean, readonly room: { readonly id: string, readonly kind: RoomKind, readonly eventId: string | null, readonly sessionId: string | null, readonly title: string }, readonly with: { readonly id: string, readonly name: string, readonly headline: string }, readonly last: { readonly id: string, readonly roomId: string, readonly seq: number, readonly revision: number, readonly senderId: string, readonly body: string, readonly mentions: ReadonlyArray<string>, readonly sentAt: string, readonly removed: boolean } | null }> };

export type ChatPeopleQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string;
}>;


export type ChatPeopleQuery = { readonly people: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string }> };

export type ChatMentionableQueryVariables = Exact<{
  eventId: string;
  text: string;
}>;


export type ChatMentionableQuery = { readonly searchPeople: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string }> };

export type OpenDirectMutationVariables = Exact<{
  personId: string;
}>;


export type OpenDirectMutation = { readonly directRoom: { readonly id: string, readonly kind: RoomKind, readonly eventId: string | null, readonly sessionId: string | null, readonly title: string } };

export type RemoveMessageMutationVariables = Exact<{
  messageId: string;
}>;


export type RemoveMessageMutation = { readonly removeMessage: { readonly id: string, readonly roomId: string, readonly seq: number, readonly revision: number, readonly senderId: string, readonly body: string, readonly mentions: ReadonlyArray<string>, readonly sentAt: string, readonly removed: boolean } };

export type MutePersonMutationVariables = Exact<{
  eventId: string;
  personId: string;
  minutes?: number | null | undefined;
}>;


export type MutePersonMutation = { readonly mutePerson: string | null };

export type EventCardsQueryVariables = Exact<{ [key: string]: never; }>;


export type EventCardsQuery = { readonly events: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly name: string, readonly kind: EventKind, readonly tagline: string, readonly status: EventStatus, readonly startsAt: string, readonly endsAt: string, readonly timeZone: string, readonly location: string, readonly capacity: number | null, readonly registeredCount: number, readonly version: number, readonly nowNext: { readonly now: ReadonlyArray<string> } }> };

export type MyEventsQueryVariables = Exact<{ [key: string]: never; }>;


export type MyEventsQuery = { readonly myEvents: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly name: string, readonly status: EventStatus, readonly startsAt: string, readonly endsAt: string, readonly timeZone: string, readonly membership: { readonly registered: boolean, readonly roles: ReadonlyArray<{ readonly role: EventRole, readonly scope: { readonly kind: RoleScopeKind, readonly id: string | null } }> } | null }> };

export type EventCardFragment = { readonly id: string, readonly slug: string, readonly name: string, readonly kind: EventKind, readonly tagline: string, readonly status: EventStatus, readonly startsAt: string, readonly endsAt: string, readonly timeZone: string, readonly location: string, readonly capacity: number | null, readonly registeredCount: number, readonly version: number };

export type EventCoverQueryVariables = Exact<{
  slug: string;
}>;


export type EventCoverQuery = { readonly event: { readonly agendaSummary: { readonly sessions: number, readonly picture: { readonly startsAt: string, readonly minutes: number, readonly rows: number, readonly marks: ReadonlyArray<number> } | null } } };

export type PictureFragment = { readonly startsAt: string, readonly minutes: number, readonly rows: number, readonly marks: ReadonlyArray<number> };

export type PublicEventQueryVariables = Exact<{
  slug: string;
}>;


export type PublicEventQuery = { readonly event: { readonly id: string, readonly slug: string, readonly name: string, readonly kind: EventKind, readonly tagline: string, readonly description: string, readonly status: EventStatus, readonly visibility: Visibility, readonly startsAt: string, readonly endsAt: string, readonly timeZone: string, readonly location: string, readonly capacity: number | null, readonly registeredCount: number, readonly codeOfConduct: string, readonly credit: string, readonly version: number, readonly takenDown: string | null, readonly host: { readonly id: string, readonly name: string, readonly headline: string }, readonly nowNext: { readonly now: ReadonlyArray<string> }, readonly summary: { readonly version: number, readonly stages: number, readonly tracks: number, readonly speakers: number, readonly sessions: number, readonly picture: { readonly startsAt: string, readonly minutes: number, readonly rows: number, readonly marks: ReadonlyArray<number> } | null, readonly days: ReadonlyArray<{ readonly day: string, readonly sessions: number, readonly startsAt: string, readonly endsAt: string }> }, readonly agenda: { readonly version: number, readonly published: number, readonly stages: ReadonlyArray<{ readonly id: string, readonly name: string, readonly position: number }>, readonly tracks: ReadonlyArray<{ readonly id: string, readonly name: string, readonly hue: number, readonly position: number }>, readonly speakers: ReadonlyArray<{ readonly id: string, readonly name: string, readonly userId: string | null }>, readonly sessions: ReadonlyArray<{ readonly id: string, readonly stageId: string | null, readonly trackId: string | null, readonly title: string, readonly subtitle: string, readonly kind: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly speakerIds: ReadonlyArray<string> }> } } };

export type RegisterForEventMutationVariables = Exact<{
  eventId: string;
}>;


export type RegisterForEventMutation = { readonly registerForEvent: { readonly id: string, readonly version: number, readonly registeredCount: number, readonly membership: { readonly registered: boolean, readonly roles: ReadonlyArray<{ readonly role: EventRole, readonly scope: { readonly kind: RoleScopeKind, readonly id: string | null } }> } | null } };

export type LeaveEventMutationVariables = Exact<{
  eventId: string;
}>;


export type LeaveEventMutation = { readonly cancelRegistration: { readonly id: string, readonly version: number, readonly registeredCount: number, readonly membership: { readonly registered: boolean, readonly roles: ReadonlyArray<{ readonly role: EventRole, readonly scope: { readonly kind: RoleScopeKind, readonly id: string | null } }> } | null } };

export type LeaveEventTeamMutationVariables = Exact<{
  eventId: string;
}>;


export type LeaveEventTeamMutation = { readonly leaveEventTeam: boolean };

export type EventPagesQueryVariables = Exact<{
  slug: string;
}>;


export type EventPagesQuery = { readonly event: { readonly agenda: { readonly sessions: ReadonlyArray<{ readonly id: string }> } } };

export type LiveEventFragment = { readonly id: string, readonly slug: string, readonly name: string, readonly kind: EventKind, readonly tagline: string, readonly description: string, readonly status: EventStatus, readonly visibility: Visibility, readonly startsAt: string, readonly endsAt: string, readonly timeZone: string, readonly location: string, readonly capacity: number | null, readonly registeredCount: number, readonly codeOfConduct: string, readonly credit: string, readonly version: number, readonly takenDown: string | null };

export type LiveSessionFragment = { readonly id: string, readonly stageId: string | null, readonly trackId: string | null, readonly title: string, readonly subtitle: string, readonly kind: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly speakerIds: ReadonlyArray<string> };

export type LiveAgendaFragment = { readonly version: number, readonly published: number, readonly stages: ReadonlyArray<{ readonly id: string, readonly name: string, readonly position: number }>, readonly tracks: ReadonlyArray<{ readonly id: string, readonly name: string, readonly hue: number, readonly position: number }>, readonly speakers: ReadonlyArray<{ readonly id: string, readonly name: string, readonly userId: string | null }>, readonly sessions: ReadonlyArray<{ readonly id: string, readonly stageId: string | null, readonly trackId: string | null, readonly title: string, readonly subtitle: string, readonly kind: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly speakerIds: ReadonlyArray<string> }> };

export type LiveSummaryFragment = { readonly version: number, readonly stages: number, readonly tracks: number, readonly speakers: number, readonly sessions: number, readonly days: ReadonlyArray<{ readonly day: string, readonly sessions: number, readonly startsAt: string, readonly endsAt: string }> };

export type LiveEventQueryVariables = Exact<{
  slug: string;
}>;


export type LiveEventQuery = { readonly event: { readonly id: string, readonly slug: string, readonly name: string, readonly kind: EventKind, readonly tagline: string, readonly description: string, readonly status: EventStatus, readonly visibility: Visibility, readonly startsAt: string, readonly endsAt: string, readonly timeZone: string, readonly location: string, readonly capacity: number | null, readonly registeredCount: number, readonly codeOfConduct: string, readonly credit: string, readonly version: number, readonly takenDown: string | null, readonly summary: { readonly version: number, readonly stages: number, readonly tracks: number, readonly speakers: number, readonly sessions: number, readonly days: ReadonlyArray<{ readonly day: string, readonly sessions: number, readonly startsAt: string, readonly endsAt: string }> }, readonly agenda: { readonly version: number, readonly published: number, readonly stages: ReadonlyArray<{ readonly id: string, readonly name: string, readonly position: number }>, readonly tracks: ReadonlyArray<{ readonly id: string, readonly name: string, readonly hue: number, readonly position: number }>, readonly speakers: ReadonlyArray<{ readonly id: string, readonly name: string, readonly userId: string | null }>, readonly sessions: ReadonlyArray<{ readonly id: string, readonly stageId: string | null, readonly trackId: string | null, readonly title: string, readonly subtitle: string, readonly kind: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly speakerIds: ReadonlyArray<string> }> } } };

export type MyEventQueryVariables = Exact<{
  slug: string;
}>;


export type MyEventQuery = { readonly event: { readonly stars: ReadonlyArray<string>, readonly membership: { readonly registered: boolean, readonly roles: ReadonlyArray<{ readonly role: EventRole, readonly scope: { readonly kind: RoleScopeKind, readonly id: string | null } }> } | null, readonly staff: ReadonlyArray<{ readonly userId: string, readonly role: EventRole }>, readonly agenda: { readonly version: number, readonly published: number, readonly stages: ReadonlyArray<{ readonly id: string, readonly name: string, readonly position: number }>, readonly tracks: ReadonlyArray<{ readonly id: string, readonly name: string, readonly hue: number, readonly position: number }>, readonly speakers: ReadonlyArray<{ readonly id: string, readonly name: string, readonly userId: string | null }>, readonly sessions: ReadonlyArray<{ readonly id: string, readonly stageId: string | null, readonly trackId: string | null, readonly title: string, readonly subtitle: string, readonly kind: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly speakerIds: ReadonlyArray<string> }> } } };

export type AgendaDaysQueryVariables = Exact<{
  slug: string;
  days: ReadonlyArray<string> | string;
}>;


export type AgendaDaysQuery = { readonly event: { readonly agenda: { readonly version: number, readonly published: number, readonly stages: ReadonlyArray<{ readonly id: string, readonly name: string, readonly position: number }>, readonly tracks: ReadonlyArray<{ readonly id: string, readonly name: string, readonly hue: number, readonly position: number }>, readonly speakers: ReadonlyArray<{ readonly id: string, readonly name: string, readonly userId: string | null }>, readonly sessions: ReadonlyArray<{ readonly id: string, readonly stageId: string | null, readonly trackId: string | null, readonly title: string, readonly subtitle: string, readonly kind: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly speakerIds: ReadonlyArray<string> }> } } };

export type AgendaAroundQueryVariables = Exact<{
  slug: string;
  sessionId: string;
}>;


export type AgendaAroundQuery = { readonly event: { readonly agenda: { readonly version: number, readonly published: number, readonly stages: ReadonlyArray<{ readonly id: string, readonly name: string, readonly position: number }>, readonly tracks: ReadonlyArray<{ readonly id: string, readonly name: string, readonly hue: number, readonly position: number }>, readonly speakers: ReadonlyArray<{ readonly id: string, readonly name: string, readonly userId: string | null }>, readonly sessions: ReadonlyArray<{ readonly id: string, readonly stageId: string | null, readonly trackId: string | null, readonly title: string, readonly subtitle: string, readonly kind: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly speakerIds: ReadonlyArray<string> }> } } };

export type EventSpeakingQueryVariables = Exact<{
  slug: string;
}>;


export type EventSpeakingQuery = { readonly event: { readonly id: string, readonly speaking: ReadonlyArray<string> } };

export type StarSessionMutationVariables = Exact<{
  sessionId: string;
  starred: boolean;
}>;


export type StarSessionMutation = { readonly starSession: boolean };

export type HeldRoleFragment = { readonly role: EventRole, readonly scope: { readonly kind: RoleScopeKind, readonly id: string | null } };

export type MyMembershipFragment = { readonly registered: boolean, readonly roles: ReadonlyArray<{ readonly role: EventRole, readonly scope: { readonly kind: RoleScopeKind, readonly id: string | null } }> };

export type TeamMutesQueryVariables = Exact<{
  eventId: string;
}>;


export type TeamMutesQuery = { readonly mutes: ReadonlyArray<{ readonly userId: string, readonly until: string }> };

export type MeetPersonFragment = { readonly id: string, readonly name: string, readonly headline: string, readonly location: string };

export type MatchingQueryVariables = Exact<{
  eventId: string;
}>;


export type MatchingQuery = { readonly matches: { readonly eventId: string, readonly openToMeet: boolean, readonly asked: ReadonlyArray<{ readonly personId: string, readonly person: { readonly id: string, readonly name: string, readonly headline: string, readonly location: string }, readonly reasons: ReadonlyArray<{ readonly kind: ReasonKind, readonly text: string, readonly said: Sentence | null }> }>, readonly mutual: ReadonlyArray<{ readonly personId: string, readonly matchedAt: string, readonly person: { readonly id: string, readonly name: string, readonly headline: string, readonly location: string }, readonly reasons: ReadonlyArray<{ readonly kind: ReasonKind, readonly text: string, readonly said: Sentence | null }> }> }, readonly recommendations: ReadonlyArray<{ readonly personId: string, readonly person: { readonly id: string, readonly name: string, readonly headline: string, readonly location: string }, readonly reasons: ReadonlyArray<{ readonly kind: ReasonKind, readonly text: string, readonly said: Sentence | null }> }> };

export type PeopleOpenToMeetQueryVariables = Exact<{
  eventId: string;
}>;


export type PeopleOpenToMeetQuery = { readonly peopleOpenToMeet: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string, readonly location: string }> };

export type MeetPersonQueryVariables = Exact<{
  id: string;
}>;


export type MeetPersonQuery = { readonly person: { readonly id: string, readonly name: string, readonly headline: string, readonly location: string } };

export type AnswerMatchMutationVariables = Exact<{
  eventId: string;
  personId: string;
  answer?: MatchAnswer | null | undefined;
}>;


export type AnswerMatchMutation = { readonly answerMatch: { readonly eventId: string, readonly personId: string, readonly matchedAt: string, readonly reasons: ReadonlyArray<{ readonly kind: ReasonKind, readonly text: string, readonly said: Sentence | null }> } | null };

export type SetOpenToMeetMutationVariables = Exact<{
  eventId: string;
  openToMeet: boolean;
}>;


export type SetOpenToMeetMutation = { readonly setOpenToMeet: boolean };

export type NotificationItemFragment = { readonly id: string, readonly kind: NotificationKind, readonly eventId: string | null, readonly actorId: string | null, readonly actorInTeam: boolean, readonly subject: string, readonly detail: string, readonly link: string, readonly count: number, readonly createdAt: string, readonly readAt: string | null, readonly actor: { readonly id: string, readonly name: string } | null };

export type NotificationsQueryVariables = Exact<{
  after?: string | null | undefined;
  limit?: number | null | undefined;
}>;


export type NotificationsQuery = { readonly notifications: { readonly unread: number, readonly revision: number, readonly next: string | null, readonly items: ReadonlyArray<{ readonly id: string, readonly kind: NotificationKind, readonly eventId: string | null, readonly actorId: string | null, readonly actorInTeam: boolean, readonly subject: string, readonly detail: string, readonly link: string, readonly count: number, readonly createdAt: string, readonly readAt: string | null, readonly actor: { readonly id: string, readonly name: string } | null }> } };

export type NotificationActorQueryVariables = Exact<{
  id: string;
}>;


export type NotificationActorQuery = { readonly person: { readonly id: string, readonly name: string } };

export type NotificationPreferencesQueryVariables = Exact<{ [key: string]: never; }>;


export type NotificationPreferencesQuery = { readonly notificationPreferences: ReadonlyArray<{ readonly kind: NotificationKind, readonly inApp: boolean }> };

export type MarkNotificationsReadMutationVariables = Exact<{
  ids: ReadonlyArray<string> | string;
}>;


export type MarkNotificationsReadMutation = { readonly markNotificationsRead: number };

export type SetNotificationPreferenceMutationVariables = Exact<{
  kind: NotificationKind;
  inApp: boolean;
}>;


export type SetNotificationPreferenceMutation = { readonly setNotificationPreference: boolean };

export type AgendaDraftQueryVariables = Exact<{
  eventId: string;
}>;


export type AgendaDraftQuery = { readonly agendaDraft: { readonly revision: number, readonly total: number, readonly changes: ReadonlyArray<{ readonly id: string, readonly of: ChangeOf, readonly kind: ChangeKind, readonly title: string, readonly before: { readonly title: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly stage: string, readonly track: string, readonly speakers: ReadonlyArray<string> } | null, readonly after: { readonly title: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly stage: string, readonly track: string, readonly speakers: ReadonlyArray<string> } | null, readonly fields: ReadonlyArray<{ readonly field: string, readonly before: string, readonly after: string }> }>, readonly agenda: { readonly version: number, readonly published: number, readonly stages: ReadonlyArray<{ readonly id: string, readonly name: string, readonly position: number }>, readonly tracks: ReadonlyArray<{ readonly id: string, readonly name: string, readonly hue: number, readonly position: number }>, readonly speakers: ReadonlyArray<{ readonly id: string, readonly name: string, readonly userId: string | null }>, readonly sessions: ReadonlyArray<{ readonly id: string, readonly stageId: string | null, readonly trackId: string | null, readonly title: string, readonly subtitle: string, readonly kind: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly speakerIds: ReadonlyArray<string> }> } } };

export type DraftSessionQueryVariables = Exact<{
  eventId: string;
  sessionId: string;
}>;


export type DraftSessionQuery = { readonly draftSession: { readonly abstract: string, readonly languages: ReadonlyArray<string>, readonly url: string, readonly videoUrl: string, readonly doNotRecord: boolean, readonly id: string, readonly stageId: string | null, readonly trackId: string | null, readonly title: string, readonly subtitle: string, readonly kind: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly speakerIds: ReadonlyArray<string>, readonly links: ReadonlyArray<{ readonly title: string, readonly url: string }>, readonly attachments: ReadonlyArray<{ readonly title: string, readonly url: string }> } };

export type PublishAgendaMutationVariables = Exact<{
  eventId: string;
  revision?: number | null | undefined;
}>;


export type PublishAgendaMutation = { readonly publishAgenda: number };

export type RevisionFragment = { readonly number: number, readonly kind: RevisionKind, readonly madeAt: string, readonly madeBy: string | null, readonly undoes: number | null, readonly undone: boolean, readonly added: number, readonly changed: number, readonly moved: number, readonly removed: number, readonly titles: ReadonlyArray<string>, readonly version: number | null };

export type AgendaRevisionsQueryVariables = Exact<{
  eventId: string;
  before?: number | null | undefined;
}>;


export type AgendaRevisionsQuery = { readonly agendaRevisions: ReadonlyArray<{ readonly number: number, readonly kind: RevisionKind, readonly madeAt: string, readonly madeBy: string | null, readonly undoes: number | null, readonly undone: boolean, readonly added: number, readonly changed: number, readonly moved: number, readonly removed: number, readonly titles: ReadonlyArray<string>, readonly version: number | null }> };

export type RevisionMakersQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string;
}>;


export type RevisionMakersQuery = { readonly people: ReadonlyArray<{ readonly id: string, readonly name: string }> };

export type UndoRevisionMutationVariables = Exact<{
  eventId: string;
  number: number;
}>;


export type UndoRevisionMutation = { readonly undoRevision: number };

export type ImportOutcomeFragment = { readonly id: string, readonly eventId: string, readonly state: ImportState, readonly name: string, readonly done: number, readonly total: number, readonly added: number, readonly changed: number, readonly moved: number, readonly unchanged: number, readonly removed: number, readonly revision: number | null, readonly error: string | null, readonly failure: Sentence | null, readonly finishedAt: string | null, readonly skipped: ReadonlyArray<{ readonly where: string, readonly reason: string, readonly place: Sentence | null, readonly said: Sentence | null }>, readonly notes: ReadonlyArray<{ readonly where: string, readonly text: string, readonly place: Sentence | null, readonly said: Sentence | null }>, readonly columns: ReadonlyArray<{ readonly name: string, readonly example: string, readonly field: string | null }> };

export type ImportReportQueryVariables = Exact<{
  id: string;
}>;


export type ImportReportQuery = { readonly importReport: { readonly id: string, readonly eventId: string, readonly state: ImportState, readonly name: string, readonly done: number, readonly total: number, readonly added: number, readonly changed: number, readonly moved: number, readonly unchanged: number, readonly removed: number, readonly revision: number | null, readonly error: string | null, readonly failure: Sentence | null, readonly finishedAt: string | null, readonly skipped: ReadonlyArray<{ readonly where: string, readonly reason: string, readonly place: Sentence | null, readonly said: Sentence | null }>, readonly notes: ReadonlyArray<{ readonly where: string, readonly text: string, readonly place: Sentence | null, readonly said: Sentence | null }>, readonly columns: ReadonlyArray<{ readonly name: string, readonly example: string, readonly field: string | null }> } };

export type PreviewChangeFragment = { readonly stars: number, readonly byHand: boolean, readonly overlaps: ReadonlyArray<string>, readonly id: string, readonly of: ChangeOf, readonly kind: ChangeKind, readonly title: string, readonly conflicts: ReadonlyArray<{ readonly field: string, readonly before: string, readonly after: string }>, readonly before: { readonly title: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly stage: string, readonly track: string, readonly speakers: ReadonlyArray<string> } | null, readonly after: { readonly title: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly stage: string, readonly track: string, readonly speakers: ReadonlyArray<string> } | null, readonly fields: ReadonlyArray<{ readonly field: string, readonly before: string, readonly after: string }> };

export type ImportPreviewQueryVariables = Exact<{
  id: string;
}>;


export type ImportPreviewQuery = { readonly importPreview: { readonly id: string, readonly revision: number, readonly title: string, readonly format: string, readonly name: string, readonly source: string | null, readonly readAt: string, readonly lastReadAt: string | null, readonly sessions: number, readonly speakers: number, readonly added: number, readonly changed: number, readonly moved: number, readonly removed: number, readonly unchanged: number, readonly kept: number, readonly outside: number, readonly startsAt: string, readonly endsAt: string, readonly shiftDays: number, readonly fittingShift: number, readonly adds: boolean, readonly losesMuch: boolean, readonly starsLost: number, readonly starsMoved: number, readonly zone: { readonly name: string, readonly by: ZoneBy, readonly asks: boolean, readonly offsets: ReadonlyArray<string>, readonly candidates: ReadonlyArray<string> }, readonly changes: ReadonlyArray<{ readonly stars: number, readonly byHand: boolean, readonly overlaps: ReadonlyArray<string>, readonly id: string, readonly of: ChangeOf, readonly kind: ChangeKind, readonly title: string, readonly conflicts: ReadonlyArray<{ readonly field: string, readonly before: string, readonly after: string }>, readonly before: { readonly title: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly stage: string, readonly track: string, readonly speakers: ReadonlyArray<string> } | null, readonly after: { readonly title: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly stage: string, readonly track: string, readonly speakers: ReadonlyArray<string> } | null, readonly fields: ReadonlyArray<{ readonly field: string, readonly before: string, readonly after: string }> }>, readonly skipped: ReadonlyArray<{ readonly where: string, readonly reason: string }>, readonly notes: ReadonlyArray<{ readonly where: string, readonly text: string }> } };

export type ImportAddressMutationVariables = Exact<{
  eventId: string;
  url: string;
}>;


export type ImportAddressMutation = { readonly importAddress: { readonly id: string, readonly eventId: string, readonly state: ImportState, readonly name: string, readonly done: number, readonly total: number, readonly added: number, readonly changed: number, readonly moved: number, readonly unchanged: number, readonly removed: number, readonly revision: number | null, readonly error: string | null, readonly failure: Sentence | null, readonly finishedAt: string | null, readonly skipped: ReadonlyArray<{ readonly where: string, readonly reason: string, readonly place: Sentence | null, readonly said: Sentence | null }>, readonly notes: ReadonlyArray<{ readonly where: string, readonly text: string, readonly place: Sentence | null, readonly said: Sentence | null }>, readonly columns: ReadonlyArray<{ readonly name: string, readonly example: string, readonly field: string | null }> } };

export type ReadImportMutationVariables = Exact<{
  id: string;
  reading: ImportReading;
}>;


export type ReadImportMutation = { readonly readImport: { readonly id: string, readonly eventId: string, readonly state: ImportState, readonly name: string, readonly done: number, readonly total: number, readonly added: number, readonly changed: number, readonly moved: number, readonly unchanged: number, readonly removed: number, readonly revision: number | null, readonly error: string | null, readonly failure: Sentence | null, readonly finishedAt: string | null, readonly skipped: ReadonlyArray<{ readonly where: string, readonly reason: string, readonly place: Sentence | null, readonly said: Sentence | null }>, readonly notes: ReadonlyArray<{ readonly where: string, readonly text: string, readonly place: Sentence | null, readonly said: Sentence | null }>, readonly columns: ReadonlyArray<{ readonly name: string, readonly example: string, readonly field: string | null }> } };

export type ApplyImportMutationVariables = Exact<{
  id: string;
  revision: number;
  choice: ImportChoice;
}>;


export type ApplyImportMutation = { readonly applyImport: { readonly id: string, readonly eventId: string, readonly state: ImportState, readonly name: string, readonly done: number, readonly total: number, readonly added: number, readonly changed: number, readonly moved: number, readonly unchanged: number, readonly removed: number, readonly revision: number | null, readonly error: string | null, readonly failure: Sentence | null, readonly finishedAt: string | null, readonly skipped: ReadonlyArray<{ readonly where: string, readonly reason: string, readonly place: Sentence | null, readonly said: Sentence | null }>, readonly notes: ReadonlyArray<{ readonly where: string, readonly text: string, readonly place: Sentence | null, readonly said: Sentence | null }>, readonly columns: ReadonlyArray<{ readonly name: string, readonly example: string, readonly field: string | null }> } };

export type DiscardImportMutationVariables = Exact<{
  id: string;
}>;


export type DiscardImportMutation = { readonly discardImport: boolean };

export type CreateEventMutationVariables = Exact<{
  id: string;
  input: EventInput;
}>;


export type CreateEventMutation = { readonly createEvent: { readonly id: string, readonly slug: string } };

export type UpdateEventMutationVariables = Exact<{
  eventId: string;
  version: number;
  input: EventInput;
  programme?: ProgrammeMove | null | undefined;
}>;


export type UpdateEventMutation = { readonly updateEvent: { readonly id: string, readonly slug: string, readonly name: string, readonly kind: EventKind, readonly tagline: string, readonly description: string, readonly status: EventStatus, readonly visibility: Visibility, readonly startsAt: string, readonly endsAt: string, readonly timeZone: string, readonly location: string, readonly capacity: number | null, readonly registeredCount: number, readonly codeOfConduct: string, readonly credit: string, readonly version: number, readonly takenDown: string | null } };

export type PublishEventMutationVariables = Exact<{
  eventId: string;
}>;


export type PublishEventMutation = { readonly publishEvent: { readonly id: string, readonly slug: string, readonly name: string, readonly kind: EventKind, readonly tagline: string, readonly description: string, readonly status: EventStatus, readonly visibility: Visibility, readonly startsAt: string, readonly endsAt: string, readonly timeZone: string, readonly location: string, readonly capacity: number | null, readonly registeredCount: number, readonly codeOfConduct: string, readonly credit: string, readonly version: number, readonly takenDown: string | null } };

export type CancelEventMutationVariables = Exact<{
  eventId: string;
}>;


export type CancelEventMutation = { readonly cancelEvent: { readonly id: string, readonly slug: string, readonly name: string, readonly kind: EventKind, readonly tagline: string, readonly description: string, readonly status: EventStatus, readonly visibility: Visibility, readonly startsAt: string, readonly endsAt: string, readonly timeZone: string, readonly location: string, readonly capacity: number | null, readonly registeredCount: number, readonly codeOfConduct: string, readonly credit: string, readonly version: number, readonly takenDown: string | null } };

export type PutSessionMutationVariables = Exact<{
  eventId: string;
  id: string;
  input: SessionInput;
}>;


export type PutSessionMutation = { readonly putSession: { readonly id: string, readonly stageId: string | null, readonly trackId: string | null, readonly title: string, readonly subtitle: string, readonly kind: string, readonly startsAt: string, readonly endsAt: string, readonly day: string | null, readonly speakerIds: ReadonlyArray<string> } };

export type RemoveSessionMutationVariables = Exact<{
  eventId: string;
  sessionId: string;
}>;


export type RemoveSessionMutation = { readonly removeSession: boolean };

export type OrganisedPersonFragment = { readonly id: string, readonly name: string, readonly headline: string };

export type EventTeamQueryVariables = Exact<{
  eventId: string;
}>;


export type EventTeamQuery = { readonly eventTeam: ReadonlyArray<{ readonly userId: string, readonly roles: ReadonlyArray<{ readonly role: EventRole, readonly scope: { readonly kind: RoleScopeKind, readonly id: string | null } }>, readonly invited: ReadonlyArray<{ readonly role: EventRole, readonly scope: { readonly kind: RoleScopeKind, readonly id: string | null } }>, readonly person: { readonly id: string, readonly name: string, readonly headline: string } }> };

export type RegisteredQueryVariables = Exact<{
  eventId: string;
  after?: string | null | undefined;
}>;


export type RegisteredQuery = { readonly attendees: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string }> };

export type FindRegisteredQueryVariables = Exact<{
  eventId: string;
  text: string;
}>;


export type FindRegisteredQuery = { readonly searchPeople: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string }> };

export type GrantRoleMutationVariables = Exact<{
  eventId: string;
  userId: string;
  role: EventRole;
  scope: RoleScopeInput;
}>;


export type GrantRoleMutation = { readonly grantEventRole: boolean };

export type RevokeRoleMutationVariables = Exact<{
  eventId: string;
  userId: string;
  role: EventRole;
  scope: RoleScopeInput;
}>;


export type RevokeRoleMutation = { readonly revokeEventRole: boolean };

export type MuteMutationVariables = Exact<{
  eventId: string;
  personId: string;
  minutes?: number | null | undefined;
}>;


export type MuteMutation = { readonly mutePerson: string | null };

export type PublishersQueryVariables = Exact<{
  userIds: ReadonlyArray<string> | string;
}>;


export type PublishersQuery = { readonly publishers: ReadonlyArray<string> };

export type SetOrganiserMutationVariables = Exact<{
  userId: string;
  held: boolean;
}>;


export type SetOrganiserMutation = { readonly setPlatformRole: boolean };

export type TakeDownEventMutationVariables = Exact<{
  eventId: string;
  reason: string;
}>;


export type TakeDownEventMutation = { readonly takeDownEvent: { readonly id: string, readonly slug: string, readonly name: string, readonly kind: EventKind, readonly tagline: string, readonly description: string, readonly status: EventStatus, readonly visibility: Visibility, readonly startsAt: string, readonly endsAt: string, readonly timeZone: string, readonly location: string, readonly capacity: number | null, readonly registeredCount: number, readonly codeOfConduct: string, readonly credit: string, readonly version: number, readonly takenDown: string | null } };

export type GiveBackEventMutationVariables = Exact<{
  eventId: string;
}>;


export type GiveBackEventMutation = { readonly giveBackEvent: { readonly id: string, readonly slug: string, readonly name: string, readonly kind: EventKind, readonly tagline: string, readonly description: string, readonly status: EventStatus, readonly visibility: Visibility, readonly startsAt: string, readonly endsAt: string, readonly timeZone: string, readonly location: string, readonly capacity: number | null, readonly registeredCount: number, readonly codeOfConduct: string, readonly credit: string, readonly version: number, readonly takenDown: string | null } };

export type EventHostQueryVariables = Exact<{
  slug: string;
}>;


export type EventHostQuery = { readonly event: { readonly id: string, readonly host: { readonly id: string, readonly name: string } } };

export type PersonRowFragment = { readonly id: string, readonly name: string, readonly headline: string, readonly location: string };

export type EventPeopleQueryVariables = Exact<{
  eventId: string;
  after?: string | null | undefined;
}>;


export type EventPeopleQuery = { readonly attendees: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string, readonly location: string }> };

export type FindPeopleQueryVariables = Exact<{
  eventId: string;
  text: string;
}>;


export type FindPeopleQuery = { readonly searchPeople: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string, readonly location: string }> };

export type PersonDetailQueryVariables = Exact<{
  id: string;
}>;


export type PersonDetailQuery = { readonly person: { readonly bio: string, readonly links: ReadonlyArray<string>, readonly languages: ReadonlyArray<string>, readonly timeZone: string, readonly id: string, readonly name: string, readonly headline: string, readonly location: string, readonly interests: ReadonlyArray<{ readonly id: string, readonly name: string }>, readonly offers: ReadonlyArray<{ readonly id: string, readonly name: string }>, readonly needs: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly blockedPeople: ReadonlyArray<{ readonly id: string }> };

export type BlockPersonMutationVariables = Exact<{
  personId: string;
  blocked: boolean;
}>;


export type BlockPersonMutation = { readonly blockPerson: boolean };

export type BlockedPeopleQueryVariables = Exact<{ [key: string]: never; }>;


export type BlockedPeopleQuery = { readonly blockedPeople: ReadonlyArray<{ readonly id: string, readonly name: string, readonly headline: string }> };

export type UnblockMutationVariables = Exact<{
  personId: string;
}>;


export type UnblockMutation = { readonly blockPerson: boolean };

export type PersonNameQueryVariables = Exact<{
  id: string;
}>;


export type PersonNameQuery = { readonly person: { readonly name: string } };

export type EventThereQueryVariables = Exact<{
  slug: string;
}>;


export type EventThereQuery = { readonly event: { readonly id: string, readonly name: string } };

export type SessionPlaceQueryVariables = Exact<{
  id: string;
}>;


export type SessionPlaceQuery = { readonly session: { readonly eventId: string } };

export type WelcomeQueryVariables = Exact<{
  eventId: string;
}>;


export type WelcomeQuery = { readonly myProfile: { readonly id: string, readonly name: string, readonly headline: string, readonly bio: string, readonly location: string, readonly links: ReadonlyArray<string>, readonly languages: ReadonlyArray<string>, readonly timeZone: string, readonly interests: ReadonlyArray<{ readonly id: string, readonly name: string }>, readonly offers: ReadonlyArray<{ readonly id: string, readonly name: string }>, readonly needs: ReadonlyArray<{ readonly id: string, readonly name: string }> } | null, readonly eventTopics: ReadonlyArray<{ readonly id: string, readonly name: string }> };
