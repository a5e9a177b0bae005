import { befriend, demoEvent, startCall } from "./demo";
import { sendSchedule } from "./schedules";
import type { People, PersonaKey } from "./people";

/** What the addresses of screens name. */
export type Ids = {
  slug: string;
  session: string;
  person: string;
  room: string;
  call: string;
  import: string;
};
export type Screen = {
  name: string;
  path: (ids: Ids) => string;
  as?: PersonaKey;
  /** What stands where there is nothing. */
  missing?: string;
  status?: number;
  with?: "room" | "call" | "import";
};

/** Every screen there is, by its address and by who looks at it. */
export const screens: Screen[] = [
  { name: "landing", path: () => "/" },
  { name: "sign in", path: () => "/login" },
  { name: "register", path: () => "/register" },
  { name: "event", path: ({ slug }) => `/e/${slug}` },
  { name: "agenda, outside", path: ({ slug }) => `/e/${slug}/agenda` },
  { name: "session, outside", path: ({ slug, session }) => `/e/${slug}/sessions/${session}` },
  { name: "nothing there", path: () => "/no/such/page", status: 404, missing: "There is nothing here" },
  { name: "no such event", path: () => "/e/no-such-event", status: 404, missing: "There is nothing here" },
  {
    name: "no such venue",
    path: () => "/e/no-such-event/lobby",
    status: 404,
    missing: "There is nothing here",
  },
  {
    name: "no such session",
    path: ({ slug }) => `/e/${slug}/sessions/no-such-session`,
    status: 404,
    missing: "This session is not on the programme",
  },
  {
    name: "no such session, signed in",
    path: ({ slug }) => `/e/${slug}/sessions/no-such-session`,
    as: "attendee",
    status: 404,
    missing: "This session is not on the programme",
  },
  { name: "landing, signed in", path: () => "/", as: "attendee" },
  { name: "event, signed in", path: ({ slug }) => `/e/${slug}`, as: "attendee" },
  { name: "lobby", path: ({ slug }) => `/e/${slug}/lobby`, as: "attendee" },
  { name: "agenda", path: ({ slug }) => `/e/${slug}/agenda`, as: "attendee" },
  { name: "session", path: ({ slug, session }) => `/e/${slug}/sessions/${session}`, as: "attendee" },
  { name: "people", path: ({ slug }) => `/e/${slug}/people`, as: "attendee" },
  { name: "person", path: ({ slug, person }) => `/e/${slug}/people/${person}`, as: "attendee" },
  { name: "matches", path: ({ slug }) => `/e/${slug}/matches`, as: "attendee" },
  { name: "welcome", path: ({ slug }) => `/e/${slug}/welcome`, as: "attendee" },
  { name: "venue messages", path: ({ slug }) => `/e/${slug}/messages`, as: "attendee" },
  {
    name: "venue conversation",
    path: ({ slug, room }) => `/e/${slug}/messages/${room}`,
    as: "attendee",
    with: "room",
  },
  { name: "messages", path: () => "/messages", as: "attendee" },
  { name: "conversation", path: ({ room }) => `/messages/${room}`, as: "attendee", with: "room" },
  {
    name: "call, before joining",
    path: ({ slug, call }) => `/e/${slug}/call/${call}`,
    as: "attendee",
    with: "call",
  },
  { name: "notifications", path: () => "/notifications", as: "attendee" },
  { name: "invitations", path: () => "/invitations", as: "attendee" },
  { name: "profile", path: () => "/profile", as: "attendee" },
  { name: "settings", path: () => "/settings", as: "attendee" },
  { name: "host", path: () => "/host", as: "organiser" },
  { name: "manage", path: ({ slug }) => `/e/${slug}/manage`, as: "organiser" },
  { name: "manage agenda", path: ({ slug }) => `/e/${slug}/manage?tab=agenda`, as: "organiser" },
  {
    name: "import",
    path: ({ slug, import: id }) => `/e/${slug}/manage/import/${id}`,
    as: "organiser",
    with: "import",
  },
];

/** What the screens show: a session that is on, and a conversation of two people who both said yes. */
export async function prepare(people: People, screen: Screen): Promise<Ids> {
  const organiser = await people.persona("organiser");
  const { id, slug, nowNext } = await demoEvent(organiser);
  const ids = { slug, session: nowNext.now[0] ?? "", person: organiser.id, room: "", call: "", import: "" };
  if (screen.with === undefined) return ids;
  if (screen.with === "import") return { ...ids, import: await sendSchedule(organiser, id) };
  const attendee = await people.persona("attendee");
  ids.room = await befriend(organiser, attendee, id);
  if (screen.with === "call") ids.call = await startCall(organiser, attendee, id);
  return ids;
}
