// Generated from contract/sockets.json by scripts/sockets.mjs. Do not edit.

/** To `user:<id>` of each organiser of a published event: its agenda's draft is at this revision now, or was published. */
export type AgendaDraftPush = {
  readonly eventId: string;
  readonly revision: number;
};

/** To `watch:<event>`: what changed in the agenda. `stages` and `tracks` are all there are now; `sessions` and `speakers` are those that are new or different; sessions in `removed` are gone, and so are speakers whom no session names any more. After more than 100 changes at once `reload` is true and the lists are empty: ask for the agenda. */
export type AgendaPush = {
  readonly eventId: string;
  readonly published: number;
  readonly reload: boolean;
  readonly removed: ReadonlyArray<string>;
  readonly sessions: ReadonlyArray<Session>;
  readonly speakers: ReadonlyArray<Speaker>;
  readonly stages: ReadonlyArray<Stage>;
  readonly tracks: ReadonlyArray<Track>;
  readonly version: number;
};

/** To `user:<id>` of who answered: their other devices take the card away (`answer` None: it is back). */
export type AnswerPush = {
  readonly answer: "accept" | "pass" | null;
  readonly eventId: string;
  readonly personId: string;
};

/** To `user:<id>` of who blocked somebody or lifted it, never to the blocked person. */
export type BlockPush = {
  readonly blocked: boolean;
  readonly personId: string;
};

/** `invited_ids` may join; `ended_at` is set once the last one left or nobody answered. `camera_off` is true when this is a first contact: the camera then starts switched off. A call with a higher `revision` is newer. */
export type Call = {
  readonly callerId: string;
  readonly cameraOff: boolean;
  readonly endedAt: string | null;
  readonly eventId: string;
  readonly id: string;
  readonly invitedIds: ReadonlyArray<string>;
  readonly revision: number;
  readonly rings: ReadonlyArray<Ring>;
  readonly startedAt: string;
};

/** To `call:<id>`: somebody was rung, answered, declined or missed it. The highest `revision` is the truth. */
export type CallChangedPush = {
  readonly call: Call;
};

/** To `user:<id>` of everybody in or invited: stop ringing. */
export type CallEndedPush = {
  readonly callId: string;
  readonly reason: "cancelled" | "declined" | "left" | "unanswered";
};

/** What of a person is shown beside a message; at most about a minute old. */
export type ChatPerson = {
  readonly headline: string;
  readonly id: string;
  readonly name: string;
};

/** To `user:<id>` of who set or lifted a block, and of nobody else: whether this person blocks the other one of the direct room now. */
export type ClosedPush = {
  readonly closed: boolean;
  readonly roomId: string;
};

/** To `user:<id>` of both in a direct room, for lists and counts. */
export type DirectPush = {
  readonly message: Message;
  readonly roomId: string;
  readonly sender: ChatPerson | null;
};

/** Be at the venue, seen by others there: for people who registered or have a role. */
export type Enter = {
  readonly eventId: string;
};

/** An event. `version` grows by one with each change of it, so that a late push can be told from a new one. `taken_down` is why an administrator took it off the installation: it is a draft then, which its organisers may mend but not publish. Pages that were open at that moment are told without the reason. */
export type Event = {
  readonly capacity: number | null;
  readonly codeOfConduct: string;
  readonly credit: string;
  readonly description: string;
  readonly endsAt: string;
  readonly hostId: string;
  readonly id: string;
  readonly kind: "conference" | "hackathon" | "meetup" | "networking";
  readonly location: string;
  readonly name: string;
  readonly registeredCount: number;
  readonly slug: string;
  readonly startsAt: string;
  readonly status: "cancelled" | "draft" | "published";
  readonly tagline: string;
  readonly takenDown?: string | null;
  readonly timeZone: string;
  readonly version: number;
  readonly visibility: "public" | "unlisted";
};

/** To `watch:<event>`: the event as it is now. Registrations alone are pushed at most once a second. */
export type EventPush = {
  readonly event: Event;
};

export type Exit = {
  readonly eventId: string;
};

/** A Problem as it travels. */
export type Fault = {
  readonly code: "conflict" | "expired" | "forbidden" | "full" | "internal" | "invalid" | "not_found" | "outdated" | "too_large" | "too_many" | "unauthenticated" | "unavailable";
  readonly data?: ProblemData;
  readonly key?: string;
  readonly message: string;
  readonly values?: Readonly<Record<string, string | number | ReadonlyArray<string | Sentence> | Sentence>>;
};

export type IceServer = {
  readonly credential?: string | null;
  readonly urls: ReadonlyArray<string>;
  readonly username?: string | null;
};

/** Empty list: direct connections only (same network, or open NATs). Ask again before `expires_at`. */
export type IceServers = {
  readonly expiresAt: string;
  readonly servers: ReadonlyArray<IceServer>;
};

/** A column of a table: its `name` in the first row, the first `example` in it, and the `field` of a session that it seems to be or was said to be; None if it is left out. */
export type ImportColumn = {
  readonly example: string;
  readonly field: string | null;
  readonly name: string;
};

/** To `user:<id>` of who started it. */
export type ImportPush = {
  readonly report: ImportReport;
};

/** How an import goes. It is `reading` the file; then it is `asking`, when `columns` of a table must be named; then it is `ready`: read, and nothing is changed until somebody applies it. `applying`, then it is `done`: in the draft, as `revision`. when it `failed`, `failure` says why, and `error` in English; the agenda is then as it was. `name` is the file's or the address's; `done` of `total` sessions are written. Numbers are of sessions, and final when it is done. */
export type ImportReport = {
  readonly added: number;
  readonly changed: number;
  readonly columns: ReadonlyArray<ImportColumn>;
  readonly done: number;
  readonly error: string | null;
  readonly eventId: string;
  readonly failure?: Sentence | null;
  readonly finishedAt: string | null;
  readonly id: string;
  readonly moved: number;
  readonly name: string;
  readonly notes: ReadonlyArray<Note>;
  readonly removed: number;
  readonly revision: number | null;
  readonly skipped: ReadonlyArray<Skipped>;
  readonly state: "applying" | "asking" | "done" | "failed" | "reading" | "ready";
  readonly total: number;
  readonly unchanged: number;
};

/** Get a room's messages from now on, and the changes after revision `after` (null: the latest page). */
export type Join = {
  readonly after: number | null;
  readonly roomId: string;
};

/** Be in the call; sent `again` every 30 seconds and after each reconnection. */
export type JoinCall = {
  readonly again?: boolean;
  readonly callId: string;
  readonly peerId: string;
};

/** Where a client stands after joining or resuming. With `reset` the client drops what it had and takes `messages` (the latest 50, oldest first); otherwise it merges them by id. It then has everything up to `revision`; with `more` there is more after it, to be had by joining again with `after` = `revision`. `muted_until` is set while the caller may only read. `people`: who wrote these messages, and without `after` the caller too; whoever is missing could not be named in time, and the client asks profiles for them. */
export type Joined = {
  readonly canModerate: boolean;
  readonly messages: ReadonlyArray<Message>;
  readonly more: boolean;
  readonly mutedUntil: string | null;
  readonly people: ReadonlyArray<ChatPerson>;
  readonly readSeq: number;
  readonly reset: boolean;
  readonly revision: number;
  readonly room: Room;
};

/** What a page needs to connect: who is in already, itself included, and by which servers to reach them. */
export type JoinedCall = {
  readonly call: Call;
  readonly ice: IceServers;
  readonly peers: ReadonlyArray<Peer>;
};

export type Leave = {
  readonly roomId: string;
};

/** Hang up; with `closing` the page goes away, perhaps to be loaded anew. */
export type LeaveCall = {
  readonly callId: string;
  readonly closing?: boolean;
  readonly peerId: string;
};

/** An address (http or https) and what it is called; the address itself where the file gives no title. */
export type Link = {
  readonly title: string;
  readonly url: string;
};

/** Two people who both said yes; `person_id` is the other one. */
export type Match = {
  readonly eventId: string;
  readonly matchedAt: string;
  readonly personId: string;
  readonly reasons: ReadonlyArray<Reason>;
};

/** To `user:<id>` of both. */
export type MatchPush = {
  readonly match: Match;
};

/** `id` is the client's UUIDv7. A removed message keeps its place; its body is empty. */
export type Message = {
  readonly body: string;
  readonly id: string;
  readonly mentions: ReadonlyArray<string>;
  readonly removed: boolean;
  readonly revision: number;
  readonly roomId: string;
  readonly senderId: string;
  readonly sentAt: string;
  readonly seq: number;
};

/** To `room:<id>`: a message as it is now; put it in by id. Its `revision` is the last one seen plus one, or something was missed. `sender` is null if profiles did not name them at once. */
export type MessagePush = {
  readonly message: Message;
  readonly sender: ChatPerson | null;
};

/** To `user:<id>` of everybody in the event's team: somebody of the event was muted; None when it was lifted. */
export type MuteChangedPush = {
  readonly eventId: string;
  readonly until: string | null;
  readonly userId: string;
};

/** One of several that are sent together. */
export type NewMessage = {
  readonly body: string;
  readonly id: string;
};

/** Something that is imported, but not as the file has it (cut, guessed), or that is worth a look (the same speaker in two places at once): the English words, and what pages put into their own, which rows of before have not. */
export type Note = {
  readonly place?: Sentence | null;
  readonly said?: Sentence | null;
  readonly text: string;
  readonly where: string;
};

/** Something a person is told. The web puts it in words from `kind`, the actor's name, `subject` (a title or an excerpt) and `detail` (a place, a time, a reason); `link` is a path within the site. */
export type Notification = {
  readonly actorId: string | null;
  readonly count: number;
  readonly createdAt: string;
  readonly detail: string;
  readonly eventId: string | null;
  readonly id: string;
  readonly kind: "call" | "direct" | "event_status" | "invitation" | "match" | "mention" | "session_moved" | "session_soon";
  readonly link: string;
  readonly readAt: string | null;
  readonly subject: string;
};

/** To `user:<id>`: put it in by id (a renewed one moves to the top). */
export type NotificationPush = {
  readonly actorInTeam: boolean;
  readonly notification: Notification;
  readonly revision: number;
  readonly unread: number;
};

/** To `user:<id>`: these were read somewhere. Empty `ids`: everything up to `until`. */
export type NotificationReadPush = {
  readonly ids: ReadonlyArray<string>;
  readonly revision: number;
  readonly unread: number;
  readonly until: string;
};

/** To `user:<id>`: what was told is not so any more. Those of `removed` go, also where they are shown in passing; `changed` are put in by id, and told to nobody again. */
export type NotificationRevisedPush = {
  readonly changed: ReadonlyArray<Notification>;
  readonly removed: ReadonlyArray<string>;
  readonly revision: number;
  readonly unread: number;
};

/** What runs at this moment and what starts next (at most 50 each, within three hours). */
export type NowNext = {
  readonly eventId: string;
  readonly next: ReadonlyArray<string>;
  readonly now: ReadonlyArray<string>;
};

/** To `watch:<event>` whenever a session begins or ends. */
export type NowNextPush = {
  readonly nowNext: NowNext;
};

/** To `user:<id>`: the switch was moved on another device. */
export type OpenToMeetPush = {
  readonly eventId: string;
  readonly openToMeet: boolean;
};

/** What became of one of several messages: it is saved, or there was a problem. */
export type Outcome = {
  readonly message?: Message | null;
  readonly problem?: Fault | null;
};

/** In the order given; fewer than were given where one could not be sent for now: it is the last of these. */
export type Outcomes = {
  readonly outcomes: ReadonlyArray<Outcome>;
};

/** One open page of a person in a call; `peer_id` is made by that page. */
export type Peer = {
  readonly peerId: string;
  readonly userId: string;
};

/** To `call:<id>`: this page is in the call now. */
export type PeerJoinedPush = {
  readonly callId: string;
  readonly peerId: string;
  readonly userId: string;
};

/** To `call:<id>`: this page is not in the call any more. */
export type PeerLeftPush = {
  readonly callId: string;
  readonly peerId: string;
  readonly userId: string;
};

/** To `event:<id>`, at most every two seconds: who came and who went; `count` is how many are here now. */
export type PresencePush = {
  readonly count: number;
  readonly eventId: string;
  readonly joined: ReadonlyArray<string>;
  readonly left: ReadonlyArray<string>;
};

/** To a socket that joins `event:<id>`: who is here (at most 5,000 of them). */
export type PresenceState = {
  readonly count: number;
  readonly eventId: string;
  readonly here: ReadonlyArray<string>;
};

/** What a program can make of a Problem; the same names on every wire. */
export type ProblemData = {
  /** Any JSON. */
  readonly current?: unknown;
  readonly field?: string | null;
  readonly limit?: number | null;
  readonly retryAfter?: number | null;
  readonly until?: string | null;
  readonly where?: Sentence | null;
};

export type Read = {
  readonly roomId: string;
  readonly seq: number;
};

/** To `user:<id>`: read up to here on another device, or counted again because an unread message was removed. */
export type ReadPush = {
  readonly roomId: string;
  readonly seq: number;
  readonly unread: number;
};

/** One true sentence on why these two should meet: `text` in English, and `said` for pages to put into words, which reasons that were kept before have not. */
export type Reason = {
  readonly kind: "language" | "need" | "offer" | "session" | "shared";
  readonly said?: Sentence | null;
  readonly text: string;
};

/** To every socket after a break between us and Redis: ask for what you may have missed. */
export type Resync = Readonly<Record<string, never>>;

/** The latest time that this person was rung in a call: by whom, for the `nth` time, and with what result. `answered` stays when they leave again; `missed` is no answer in time. */
export type Ring = {
  readonly callerId: string;
  readonly nth: number;
  readonly personId: string;
  readonly state: "answered" | "declined" | "missed" | "ringing";
};

/** To `user:<id>` of the person who answered, declined or missed it: the `nth` ring stops on all their devices. A later one may follow. */
export type RingEndedPush = {
  readonly callId: string;
  readonly nth: number;
};

/** To `user:<id>` of each one invited. */
export type RingPush = {
  readonly call: Call;
  readonly eventSlug: string;
};

/** A place to talk. `revision` is the last revision in it, `last_seq` the last message's number. Both count from 1 without a gap; every change of the room (a message, a removal) is one revision. `member_ids`: the two of a direct room; empty for the others. A direct room has no title: it is named after the other person. */
export type Room = {
  readonly eventId: string | null;
  readonly id: string;
  readonly kind: "direct" | "lobby" | "session";
  readonly lastSeq: number;
  readonly memberIds: ReadonlyArray<string>;
  readonly revision: number;
  readonly sessionId: string | null;
  readonly title: string;
};

/** `id` is a UUIDv7 of the client's; the same again answers the same message. */
export type Send = {
  readonly body: string;
  readonly id: string;
  readonly roomId: string;
};

/** Several of one room, in their order, which `chat.send` one after the other would be. */
export type SendAll = {
  readonly messages: ReadonlyArray<NewMessage>;
  readonly roomId: string;
};

/** Something to be said: `key` is `<namespace>.<name>` in the catalogue, `values` are what its text names. */
export type Sentence = {
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number | ReadonlyArray<string | Sentence> | Sentence>>;
};

/** One item of the agenda. `abstract` is Markdown. The agenda leaves out what is long (`abstract`, `video_url`, `links`, `attachments` are empty in it), `session` has it. `day` is the day of the programme that the session counts to, where that is not the date that a clock at the event shows at its start; `languages` are tags; `video_url` is where the recording or the stream is. */
export type Session = {
  readonly abstract: string;
  readonly attachments: ReadonlyArray<Link>;
  readonly day: string | null;
  readonly doNotRecord: boolean;
  readonly endsAt: string;
  readonly eventId: string;
  readonly id: string;
  readonly kind: string;
  readonly languages: ReadonlyArray<string>;
  readonly links: ReadonlyArray<Link>;
  readonly speakerIds: ReadonlyArray<string>;
  readonly stageId: string | null;
  readonly startsAt: string;
  readonly subtitle: string;
  readonly title: string;
  readonly trackId: string | null;
  readonly url: string;
  readonly videoUrl: string;
};

/** `data` is text that only the pages understand. */
export type Signal = {
  readonly callId: string;
  readonly data: string;
  readonly toPeer: string;
};

/** To the one page it is for (`peer:<call>:<peer_id>`): WebRTC signalling, as text the server never reads. */
export type SignalPush = {
  readonly callId: string;
  readonly data: string;
  readonly fromPeer: string;
};

/** Something in a file that is not imported, as in `“Opening” (day 1, Main hall)`: in words as a Note. */
export type Skipped = {
  readonly place?: Sentence | null;
  readonly reason: string;
  readonly said?: Sentence | null;
  readonly where: string;
};

/** Somebody on the agenda; `user_id` once they have an account that an organiser linked. `bio` is Markdown; the agenda leaves it out (empty), `speakers` has it. */
export type Speaker = {
  readonly bio: string;
  readonly id: string;
  readonly name: string;
  readonly userId: string | null;
};

/** Somebody of the event's team by their weightiest role: what stands beside a name, and nobody can write there. */
export type StaffMember = {
  readonly role: "attendee" | "judge" | "mentor" | "moderator" | "organiser" | "owner" | "speaker" | "sponsor";
  readonly userId: string;
};

/** To `event:<id>`: who is of the event's team now, when somebody's role in the event has changed. */
export type StaffPush = {
  readonly eventId: string;
  readonly staff: ReadonlyArray<StaffMember>;
};

/** A place where sessions happen; `position` is its place among the stages. */
export type Stage = {
  readonly id: string;
  readonly name: string;
  readonly position: number;
};

/** To `user:<id>`: a star set or taken on another device. */
export type StarPush = {
  readonly eventId: string;
  readonly sessionId: string;
  readonly starred: boolean;
};

/** `hue` in degrees, for the swatch beside the name. */
export type Track = {
  readonly hue: number;
  readonly id: string;
  readonly name: string;
  readonly position: number;
};

export type Typing = {
  readonly roomId: string;
};

/** To `room:<id>`; good for six seconds. */
export type TypingPush = {
  readonly roomId: string;
  readonly userId: string;
};

export type Unwatch = {
  readonly eventId: string;
};

/** Follow changes of the event, its agenda, and what is on now. Needs no account. */
export type Watch = {
  readonly eventId: string;
};

/** The event as it is now; later pushes begin here. */
export type Watched = {
  readonly event: Event;
  readonly nowNext: NowNext;
};

/** To `user:<id>` of the person; None when it was lifted. */
export type YouWereMutedPush = {
  readonly eventId: string;
  readonly until: string | null;
};

/** What the server sends by itself. */
export type Pushes = {
  "agenda.changed": AgendaPush;
  "agenda.draft": AgendaDraftPush;
  "agenda.starred": StarPush;
  "call.changed": CallChangedPush;
  "call.ended": CallEndedPush;
  "call.peer_joined": PeerJoinedPush;
  "call.peer_left": PeerLeftPush;
  "call.ring_ended": RingEndedPush;
  "call.ringing": RingPush;
  "call.signal": SignalPush;
  "chat.closed": ClosedPush;
  "chat.direct": DirectPush;
  "chat.message": MessagePush;
  "chat.read": ReadPush;
  "chat.typing": TypingPush;
  "chat.you_were_muted": YouWereMutedPush;
  "event.changed": EventPush;
  "event.now": NowNextPush;
  "event.staff": StaffPush;
  "import.progress": ImportPush;
  "match.answered": AnswerPush;
  "match.made": MatchPush;
  "match.open": OpenToMeetPush;
  "moderation.mute_changed": MuteChangedPush;
  "notification.new": NotificationPush;
  "notification.read": NotificationReadPush;
  "notification.revised": NotificationRevisedPush;
  "person.blocked": BlockPush;
  presence: PresencePush;
  "presence.state": PresenceState;
  resync: Resync;
};

/** What a browser may ask, and what it is answered. */
export type Requests = {
  "call.join": {
    payload: JoinCall;
    value: JoinedCall;
  };
  "call.leave": {
    payload: LeaveCall;
    value: null;
  };
  "call.signal": {
    payload: Signal;
    value: null;
  };
  "chat.join": {
    payload: Join;
    value: Joined;
  };
  "chat.leave": {
    payload: Leave;
    value: null;
  };
  "chat.read": {
    payload: Read;
    value: null;
  };
  "chat.send": {
    payload: Send;
    value: Message;
  };
  "chat.send_all": {
    payload: SendAll;
    value: Outcomes;
  };
  "chat.typing": {
    payload: Typing;
    value: null;
  };
  "event.enter": {
    payload: Enter;
    value: null;
  };
  "event.exit": {
    payload: Exit;
    value: null;
  };
  "event.unwatch": {
    payload: Unwatch;
    value: null;
  };
  "event.watch": {
    payload: Watch;
    value: Watched;
  };
};
