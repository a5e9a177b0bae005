import { expect } from "@playwright/test";

import type { Visitor } from "./people";

export type Talk = { id: string; title: string; start: string; room: string; by: string };

/** A schedule as frab writes it, of one day in Brussels; a talk is 25 minutes long. */
export function schedule(title: string, date: string, talks: readonly Talk[]): string {
  const rooms = [...new Set(talks.map(({ room }) => room))].map((room) => {
    const events = talks
      .filter((talk) => talk.room === room)
      .map(
        ({ id, title: name, start, by }) => `<event id="${id}">
          <start>${start}</start><duration>00:25</duration>
          <room>${room}</room><title>${name}</title><persons><person id="${id}">${by}</person></persons></event>`,
      );
    return `<room name="${room}">${events.join("")}</room>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?><schedule>
    <conference><title>${title}</title><time_zone_name>Europe/Brussels</time_zone_name></conference>
    <day index="1" date="${date}">${rooms.join("")}</day></schedule>`;
}

/** Sends a file with one talk of today, as the organiser's page does; answers the import's id. */
export async function sendSchedule(visitor: Visitor, eventId: string): Promise<string> {
  const today = new Date().toISOString().slice(0, 10);
  const talk = { id: "1", title: "An imported talk", start: "10:00", room: "Aula", by: "Ada Example" };
  const answer = await visitor.context.request.post(`/upload/schedule/${eventId}?filename=small.xml`, {
    data: schedule("A small conference", today, [talk]),
    headers: { "content-type": "application/octet-stream" },
  });
  expect(answer.status(), await answer.text()).toBe(202);
  return ((await answer.json()) as { id: string }).id;
}

/** Applies all that an import would change, reading its times as UTC where it asks. */
export async function applyImport(visitor: Visitor, id: string): Promise<void> {
  type Asked = { importPreview: { revision: number; zone: { asks: boolean } } };
  const ask = () =>
    visitor
      .graph<Asked>("query ($id: ID!) { importPreview(id: $id) { revision zone { asks } } }", { id })
      .then(({ importPreview }) => importPreview)
      .catch(() => null);
  if ((await ask())?.zone.asks)
    await visitor.graph(`mutation ($id: ID!) { readImport(id: $id, reading: { timeZone: "UTC" }) { id } }`, {
      id,
    });
  await expect.poll(async () => (await ask())?.zone.asks).toBe(false);
  await visitor.graph(
    `mutation ($id: ID!, $revision: Int!) {
       applyImport(id: $id, revision: $revision, choice: { evenMuch: true }) { id } }`,
    { id, revision: (await ask())?.revision },
  );
}
