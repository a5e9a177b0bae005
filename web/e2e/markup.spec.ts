import { register, uuid7 } from "./support/demo";
import { expect, test, type Visitor } from "./support/people";
import { axeViolations, sticksOut } from "./support/screen";

const abstract = `A **bold** claim, a [link](https://slides.example/1) and https://bare.example/x, R&amp;D.
On a line of its own: \`code\`, *soft*, ~~gone~~, [no link](javascript:alert(1)).

## What you will learn

- one
- two
  1. nested **item**
  2. and [another](mailto:me@x.example)

> Said by somebody else

\`\`\`
$ hallway serve --with=a-very-long-option-that-makes-this-line-wider-than-a-phone-is --and=another-of-them-to-be-sure
\`\`\`

Some <b>HTML</b> in a line.`;

/** An event that is live now, with one session. */
async function sessionOf(host: Visitor): Promise<string> {
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const times = { startsAt: at(-1), endsAt: at(2) };
  const { createEvent: event } = await host.graph<{ createEvent: { id: string; slug: string } }>(
    "mutation ($id: ID!, $input: EventInput!) { createEvent(id: $id, input: $input) { id slug } }",
    { id: uuid7(), input: { ...times, name: "Marked up", kind: "meetup", timeZone: "Europe/Brussels" } },
  );
  const id = uuid7();
  await host.graph(
    `mutation ($event: ID!, $id: ID!, $input: SessionInput!) {
       putSession(eventId: $event, id: $id, input: $input) { id } }`,
    { event: event.id, id, input: { ...times, title: "Rich words", abstract } },
  );
  await host.graph("mutation ($id: ID!) { publishEvent(eventId: $id) { id } }", { id: event.id });
  await register(host, event.id);
  return `/e/${event.slug}/sessions/${id}`;
}

test("an abstract is shown as what it says, with scripts and without", async ({ people }) => {
  const host = await people.newcomer("Mark Down");
  const path = await sessionOf(host);
  const nobody = await people.nobody({ javaScriptEnabled: false });
  for (const { page } of [host, nobody]) {
    await page.goto(path);
    const article = page.getByRole("article");
    await expect(article.locator("strong", { hasText: "bold" })).toBeVisible();
    await expect(article.getByRole("link", { name: "link", exact: true })).toHaveAttribute(
      "href",
      "https://slides.example/1",
    );
    await expect(article.getByRole("link", { name: "https://bare.example/x" })).toHaveAttribute(
      "rel",
      /nofollow/u,
    );
    await expect(article.getByText("R&D.")).toBeVisible();
    await expect(article.getByText("no link")).toBeVisible();
    await expect(article.locator("ul ol li")).toHaveText(["nested item", "and another"]);
    await expect(article.locator("blockquote, pre, s, em, code")).toHaveCount(5);
    await expect(article.locator("b, img, a[href^='javascript']")).toHaveCount(0);
    await expect(article.getByText("**")).toHaveCount(0);
  }
  for (const width of [1440, 390]) {
    await host.page.setViewportSize({ width, height: 1000 });
    expect(await sticksOut(host.page)).toEqual([]);
    for (const colorScheme of ["light", "dark"] as const) {
      await host.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      expect(await axeViolations(host.page)).toEqual([]);
    }
  }
});
