import { register, uuid7 } from "./demo";
import { expect, type Visitor } from "./people";
import { applyImport } from "./schedules";

/** What a stranger types who means harm. Each calls `pwned` if a browser ever takes it for more than text. */
export const scripts = [
  `<img src=x onerror="pwned('img')">`,
  `"><svg onload="pwned('svg')">`,
  `</script><script>pwned('script')</script>`,
  `javascript:pwned('link')`,
  `</title></textarea><iframe srcdoc="<script>parent.pwned('frame')</script>">`,
  `{{constructor.constructor("pwned('template')")()}}`,
  `[click](javascript:pwned('markdown')) <a href="javascript:pwned('a')">x</a>`,
];
/** Turns the text after it around, where it is let through. */
const turned = "\u202Emoc.elpmaxe\u2066\u200F";
const endless = "W".repeat(10_000);
/** What is looked for on the pages: the first of the scripts as words. */
export const sign = "<img src=x";

const all = scripts.join(" ");
const cut = (text: string, most: number): string => text.slice(0, most);
/** As much as fits: markup, then a word that never ends. */
export const evil = (most: number): string =>
  cut(`${cut(all, Math.floor(most * 0.7))}${turned}${endless}`, most);

export const evilName = cut(`${scripts[0]}${turned}${endless}`, 80);

export type HostileEvent = { id: string; slug: string; name: string; session: string };

async function tolerated(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

/** Writes into every field of a profile; what is refused is tried alone, so that one refusal hides nothing. */
export async function hostileProfile(who: Visitor, name: string): Promise<void> {
  const put = (input: Record<string, unknown>) =>
    who.graph("mutation ($input: ProfileInput!) { updateProfile(input: $input) { id } }", {
      input: { name, ...input },
    });
  const fields = { headline: evil(120), bio: evil(2_000), location: evil(120) };
  await put(fields);
  const topics: string[] = [];
  for (const topic of scripts)
    if (await tolerated(put({ ...fields, interests: [cut(topic, 40)] }))) topics.push(cut(topic, 40));
  const links: string[] = [];
  const tries = [
    ...scripts,
    `https://example.org/"><img src=x onerror=pwned('href')>`,
    `https://example.org/${"w".repeat(250)}`,
  ];
  for (const link of tries)
    if (links.length < 5 && (await tolerated(put({ ...fields, links: [link] })))) links.push(link);
  expect(
    links.filter((link) => /^\s*javascript:/iu.test(link)),
    "a link that runs",
  ).toEqual([]);
  await put({ ...fields, interests: topics, offers: topics, needs: topics, links });
}

/** A zone whose clocks show noon, about: what is on then is all on one day, at whatever hour the test runs. */
function zoneAtNoon(): string {
  const east = 12 - new Date().getUTCHours();
  return `Etc/GMT${east > 0 ? "-" : "+"}${Math.abs(east)}`; // POSIX counts westwards
}

/** An event that is live now, hostile in all that its organiser may write, with a programme by hand and by file. */
export async function hostileEvent(host: Visitor): Promise<HostileEvent> {
  const hour = 3_600_000;
  const at = (hours: number) => new Date(Date.now() + hours * hour).toISOString();
  const input = {
    name: evil(120),
    kind: "conference",
    startsAt: at(-2),
    endsAt: at(6),
    timeZone: zoneAtNoon(),
    tagline: evil(200),
    description: `${all}\n\n${evil(4_000)}\n\n${endless}`,
    location: evil(200),
    codeOfConduct: `${all}\n\n${evil(2_000)}`,
  };
  const { createEvent } = await host.graph<{ createEvent: { id: string; slug: string; name: string } }>(
    "mutation ($id: ID!, $input: EventInput!) { createEvent(id: $id, input: $input) { id slug name } }",
    { id: uuid7(), input },
  );
  const eventId = createEvent.id;
  await importFile(host, eventId, at);
  const session = uuid7();
  await host.graph(
    `mutation ($eventId: ID!, $id: ID!, $input: SessionInput!) {
       putSession(eventId: $eventId, id: $id, input: $input) { id } }`,
    {
      eventId,
      id: session,
      input: {
        title: evil(300),
        subtitle: evil(300),
        abstract: `${all}\n\n${endless}`,
        languages: [cut(scripts[0] ?? "", 35)],
        stage: evil(200),
        track: evil(200),
        speakers: scripts.map((text) => cut(text, 200)),
        startsAt: at(-0.5),
        endsAt: at(1),
      },
    },
  );
  await host.graph("mutation ($eventId: ID!) { publishEvent(eventId: $eventId) { id } }", { eventId });
  await register(host, eventId);
  return { ...createEvent, session };
}

/** A schedule file as a stranger would make it, sent as the organiser's page sends it. */
async function importFile(host: Visitor, eventId: string, at: (hours: number) => string): Promise<void> {
  const talks = scripts.map((text, index) => ({
    id: index + 1,
    guid: `00000000-0000-4000-8000-${String(index + 1).padStart(12, "0")}`,
    date: at(-1 + index * 0.5),
    start: at(-1 + index * 0.5).slice(11, 16),
    duration: "00:45",
    room: text,
    slug: text,
    url: index % 2 ? "javascript:pwned('url')" : `https://example.org/"onmouseover="pwned('url')`,
    title: `${text} ${endless}`,
    subtitle: text,
    track: text,
    type: text,
    language: text,
    abstract: `<p>${all}</p>${endless}`,
    description: all,
    persons: [{ id: index + 1, name: text, public_name: text, biography: all }],
    links: [{ url: "javascript:pwned('links')", title: text }],
  }));
  const rooms = Object.fromEntries(talks.map((talk) => [talk.room, [talk]]));
  const conference = {
    acronym: scripts[2],
    title: scripts[0],
    days: [{ index: 1, date: at(0).slice(0, 10), rooms }],
  };
  const answer = await host.context.request.post(
    `/upload/schedule/${eventId}?filename=${encodeURIComponent(scripts[1] ?? "")}`,
    {
      data: JSON.stringify({ schedule: { version: all, base_url: "javascript:pwned('base')", conference } }),
      headers: { "content-type": "application/octet-stream" },
    },
  );
  expect(answer.status(), await answer.text()).toBe(202);
  const { id } = (await answer.json()) as { id: string };
  const report = async () => {
    const { importReport } = await host.graph<{
      importReport: { state: string; added: number; error: string | null };
    }>("query ($id: ID!) { importReport(id: $id) { state added error } }", { id });
    return importReport;
  };
  await expect.poll(async () => (await report()).state).toBe("ready");
  await applyImport(host, id);
  await expect.poll(async () => (await report()).state).toBe("done");
  const { error, added } = await report();
  expect(error).toBeNull();
  expect(added).toBeGreaterThan(0);
}
