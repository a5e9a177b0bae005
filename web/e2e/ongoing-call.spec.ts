import type { Locator, Page } from "@playwright/test";

import { befriend, comeIn, demoEvent, startCall } from "./support/demo";
import { connected, connections, flows, holdConnections, shareDrawings } from "./support/media";
import { expect, personas, test, type Visitor } from "./support/people";
import { axeViolations, sticksOut, still } from "./support/screen";

const small = (page: Page) => page.getByRole("region", { name: /^Call with/u });
const controls = (page: Page) => page.getByRole("toolbar", { name: "Call controls" });
const venue = (page: Page) => page.getByRole("navigation", { name: "Venue" });
const ring = (page: Page, name: string) => page.getByRole("alertdialog", { name: `${name} is calling you` });

/** Two who are in a call, at their pages. */
async function inCall(one: Visitor, other: Visitor, slug: string, eventId: string): Promise<string> {
  const call = await startCall(one, other, eventId);
  // Without pictures, which cost a processor that has none to spare the most.
  for (const { page } of [one, other]) await comeIn(page, slug, call, false);
  for (const { page } of [one, other]) await expect.poll(() => connected(page)).toBe(1);
  return call;
}

async function overlap(one: Locator, other: Locator): Promise<boolean> {
  const [a, b] = [await one.boundingBox(), await other.boundingBox()];
  if (!a || !b) throw new Error("one of the two is not shown");
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test("a call goes on while one is elsewhere in the venue, and is come back to", async ({ people }) => {
  const jun = await people.persona("attendee");
  const ines = await people.persona("hacker");
  for (const { page } of [jun, ines]) await holdConnections(page);
  const { id, slug } = await demoEvent(jun);
  await befriend(jun, ines, id);
  const call = await inCall(jun, ines, slug, id);
  const { page } = jun;
  const mine = page.getByRole("listitem", { name: new RegExp(`^${personas.attendee}`, "u") });

  await test.step("by the link, the rail and Back it stays in a small window", async () => {
    await page.getByRole("link", { name: /^Back to/u }).click();
    await page.waitForURL("**/lobby");
    await expect(small(page)).toBeVisible();
    await venue(page)
      .getByRole("link", { name: /^People/u })
      .click();
    await page.waitForURL("**/people");
    await page.goBack();
    await page.waitForURL("**/lobby");
    await flows(page, "who is elsewhere", ["energy"]);
    expect(await connections(page), "made anew").toBe(1);
  });

  await test.step("which covers neither the field nor Send", async () => {
    const field = page.getByRole("textbox", { name: "Message #lobby" });
    await expect(field).toBeVisible();
    expect(await overlap(small(page), field)).toBe(false);
    expect(await overlap(small(page), page.getByRole("button", { name: "Send" }))).toBe(false);
  });

  await test.step("in it one mutes, and the other one sees it", async () => {
    await small(page).getByRole("button", { name: "Mute" }).click();
    await expect(ines.page.getByRole("listitem", { name: `${personas.attendee}, muted` })).toBeVisible();
    await small(page).getByRole("button", { name: "Unmute" }).click();
  });

  await test.step("on a phone it is a bar over the page", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await expect(small(page)).toBeVisible();
      expect(await overlap(small(page), page.getByRole("main")), `${width} px`).toBe(false);
      await still(page);
      expect.soft(await sticksOut(page), `wider than the window: ${width} px`).toEqual([]);
      expect.soft(await axeViolations(page), `axe: ${width} px`).toEqual([]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await still(page);
    expect.soft(await axeViolations(page), "axe").toEqual([]);
  });

  await test.step("closing the tab asks first", async () => {
    const asked = jun.faults.leaving();
    const closing = page.close({ runBeforeUnload: true });
    const dialog = await asked;
    await dialog.dismiss();
    await closing;
    await expect(small(page)).toBeVisible();
  });

  await test.step("coming back, everything is as it was: the same connection", async () => {
    await small(page).getByRole("link", { name: "Back to the call" }).click();
    await expect(controls(page)).toBeVisible();
    expect(page.url()).toContain(call);
    await expect(small(page)).toHaveCount(0);
    await flows(page, "who came back", ["energy"]);
    await flows(ines.page, "who stayed", ["energy"]);
    expect(await connections(page), "made anew").toBe(1);
    expect(await connections(ines.page), "made anew for the other").toBe(1);
    await expect(mine).toHaveCount(0); // one's own place is named You
  });

  await test.step("who is left alone is told, may wait, and leaves from where they are", async () => {
    await page.getByRole("link", { name: /^Back to/u }).click();
    await controls(ines.page).getByRole("button", { name: "Leave", exact: true }).click();
    await expect(small(page).getByText(`${personas.hacker} has left`)).toBeVisible();
    await small(page).getByRole("link", { name: "Back to the call" }).click();
    await expect(page.getByText(`${personas.hacker} has left`)).toBeVisible();
    await page.getByRole("button", { name: "Wait here" }).click();
    await expect(page.getByText(`${personas.hacker} has left`)).toHaveCount(0);
    await page.goBack();
    await small(page).getByRole("button", { name: "Leave" }).click();
    await expect(small(page)).toHaveCount(0);
    await expect.poll(() => connected(page)).toBe(0);
  });

  await test.step("and who goes back to its page after leaving is not taken in unasked", async () => {
    await page.goForward();
    await expect(page.getByRole("heading", { name: "You left the call" })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("heading", { name: /Ready to join|This call has ended/u })).toBeVisible();
  });
});

test("a page that is loaded anew has the way back to its call, and whoever waits is told", async ({
  people,
}) => {
  const jun = await people.persona("attendee");
  const ines = await people.persona("hacker");
  for (const { page } of [jun, ines]) await holdConnections(page);
  const { id, slug } = await demoEvent(jun);
  await befriend(jun, ines, id);
  const call = await startCall(jun, ines, id);
  await comeIn(jun.page, slug, call);
  await comeIn(ines.page, slug, call, false);
  await flows(ines.page, "who looks at the picture");
  const { page } = jun;
  const wayBack = page.getByRole("region", { name: `You were in a call with ${personas.hacker}` });
  const there = (status: string) =>
    ines.page.getByRole("listitem", { name: `${personas.attendee}, ${status}` });
  const left = ines.page.getByText(`${personas.attendee} has left`);
  const toLobby = async () => {
    await page.getByRole("link", { name: /^Back to/u }).click();
    await page.waitForURL("**/lobby");
  };

  await test.step("in the lobby: the call stands where its small window was, and no device is open", async () => {
    await toLobby();
    await page.reload();
    await expect(wayBack).toBeVisible();
    await expect(there("Reconnecting")).toBeVisible();
    expect(await connections(page)).toBe(0);
    const field = page.getByRole("textbox", { name: "Message #lobby" });
    await expect(field).toBeVisible();
    expect(await overlap(wayBack, field)).toBe(false);
    await wayBack.getByRole("link", { name: "Back to the call" }).click();
  });

  await test.step("back in it, all is as it was: the other has the picture again, and nobody has left", async () => {
    await expect(controls(page).getByRole("button", { name: "Turn the camera off" })).toBeVisible();
    expect(page.url()).toContain(call);
    await flows(ines.page, "who waited");
    await flows(page, "who came back", ["energy"]);
    await expect(left).toHaveCount(0);
    await expect(wayBack).toHaveCount(0);
  });

  await test.step("on a phone it is a bar over the page; leaving is said at once", async () => {
    await toLobby();
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await expect(wayBack).toBeVisible();
      expect(await overlap(wayBack, page.getByRole("main")), `${width} px`).toBe(false);
      await still(page);
      expect.soft(await sticksOut(page), `wider than the window: ${width} px`).toEqual([]);
      expect.soft(await axeViolations(page), `axe: ${width} px`).toEqual([]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await still(page);
    expect.soft(await axeViolations(page), "axe").toEqual([]);
    await wayBack.getByRole("button", { name: "Leave" }).click();
    await expect(wayBack).toHaveCount(0);
    await expect(left).toBeVisible();
  });

  await test.step("whoever then calls the same person is in the call that goes on: nobody is rung out of it", async () => {
    await page.goto(`/e/${slug}/people/${ines.id}`);
    await page.getByRole("main").getByRole("button", { name: "Call", exact: true }).click();
    await page.waitForURL(`**/call/${call}`);
    await expect.poll(() => connected(page)).toBe(1);
    await expect(left).toHaveCount(0);
    await expect(ring(ines.page, personas.attendee)).toHaveCount(0);
  });

  await test.step("and in it already, is led to it without a question", async () => {
    await page.goBack();
    await page.waitForURL("**/people/**");
    await expect(small(page)).toBeVisible();
    await page.getByRole("main").getByRole("button", { name: "Call", exact: true }).click();
    await page.waitForURL(`**/call/${call}`);
    await expect.poll(() => connected(page)).toBe(1);
  });

  await test.step("closing the page for good: the other is told", async () => {
    await toLobby();
    await page.close();
    await expect(there("Reconnecting")).toBeVisible();
    await expect(left).toBeVisible();
  });

  await test.step("whoever comes back is told that the other has left meanwhile; then there is no way back", async () => {
    const tab = await jun.context.newPage();
    await holdConnections(tab);
    await comeIn(tab, slug, call, false);
    await expect(left).toHaveCount(0);
    await tab.goto(`/e/${slug}/lobby`);
    const back = tab.getByRole("region", { name: `You were in a call with ${personas.hacker}` });
    await expect(back).toBeVisible();
    await controls(ines.page).getByRole("button", { name: "Leave", exact: true }).click();
    await back.getByRole("link", { name: "Back to the call" }).click();
    await expect(tab.getByText(`${personas.hacker} has left`)).toBeVisible();
    await controls(tab).getByRole("button", { name: "Leave", exact: true }).click();
    await tab.goto(`/e/${slug}/lobby`);
    await expect(tab.getByRole("textbox", { name: "Message #lobby" })).toBeVisible();
    await expect(back).toHaveCount(0);
  });
});

test("a call that rings: by key, never by what is being typed, and never instead of another", async ({
  people,
}) => {
  const jun = await people.persona("attendee");
  const ines = await people.persona("hacker");
  const daniela = await people.persona("speaker");
  for (const { page } of [jun, ines, daniela]) await holdConnections(page);
  const { id, slug } = await demoEvent(jun);
  await befriend(jun, ines, id);
  await befriend(jun, daniela, id);
  const { page } = jun;

  await test.step("what is typed goes where it is typed; F8 goes to the ring, and D declines", async () => {
    await page.goto(`/e/${slug}/lobby`);
    const field = page.getByRole("textbox", { name: "Message #lobby" });
    await field.click();
    await startCall(daniela, jun, id);
    await expect(ring(page, personas.speaker)).toBeVisible();
    await page.keyboard.type("dad ");
    await page.keyboard.press("Enter");
    await expect(field).toHaveValue("");
    await expect(ring(page, personas.speaker)).toBeVisible();
    expect(page.url()).toContain("/lobby");
    await page.keyboard.press("F8");
    await expect(ring(page, personas.speaker)).toBeFocused();
    await page.keyboard.press("d");
    await expect(ring(page, personas.speaker)).toHaveCount(0);
    await expect(field).toBeFocused();
  });

  await test.step("A answers where nothing has the focus", async () => {
    const call = await startCall(ines, jun, id);
    await comeIn(ines.page, slug, call, false);
    await page.getByRole("main").focus();
    await expect(ring(page, personas.hacker)).toBeVisible();
    await page.keyboard.press("a");
    await page.waitForURL(`**/call/${call}`);
    await expect.poll(() => connected(page)).toBe(1);
  });

  await test.step("a second call says what becomes of the first, and no key drops it", async () => {
    const call = await startCall(daniela, jun, id);
    await comeIn(daniela.page, slug, call, false);
    const card = ring(page, personas.speaker);
    await expect(card.getByText(`You are in a call with ${personas.hacker}`)).toBeVisible();
    await page.getByRole("main").focus();
    await page.keyboard.press("a");
    await expect(card).toBeVisible();
    await card.getByRole("button", { name: "Leave it and answer with sound" }).click();
    await page.waitForURL(`**/call/${call}`);
    await expect(ines.page.getByText(`${personas.attendee} has left`)).toBeVisible();
    await expect.poll(() => connected(daniela.page)).toBe(1);
    await controls(page).getByRole("button", { name: "Leave", exact: true }).click();
  });

  await test.step("whoever closes the tab while it rings does not ring on", async () => {
    await page.getByRole("link", { name: /^Back to/u }).click();
    await ines.page.goto(`/e/${slug}/lobby`); // out of the call in which she waited
    const call = await startCall(jun, ines, id);
    const elsewhere = await jun.context.newPage();
    await comeIn(elsewhere, slug, call, false);
    await expect(ring(ines.page, personas.attendee)).toBeVisible();
    await elsewhere.close();
    await expect(ring(ines.page, personas.attendee)).toHaveCount(0);
  });
});

test("in two tabs one is in one call: the other tab says so, and a later one takes its place", async ({
  people,
}) => {
  const jun = await people.persona("attendee");
  const ines = await people.persona("hacker");
  const daniela = await people.persona("speaker");
  const tab = await jun.context.newPage();
  for (const page of [jun.page, ines.page, daniela.page, tab]) await holdConnections(page);
  const { id, slug } = await demoEvent(jun);
  await befriend(jun, ines, id);
  await befriend(jun, daniela, id);
  await inCall(jun, ines, slug, id);
  await tab.goto(`/e/${slug}/lobby`);

  const call = await startCall(daniela, jun, id);
  await comeIn(daniela.page, slug, call, false);
  const card = ring(tab, personas.speaker);
  await expect(card.getByText(`You are in a call with ${personas.hacker}`)).toBeVisible();

  await test.step("by its address, too", async () => {
    const third = await jun.context.newPage();
    await third.goto(`/e/${slug}/call/${call}`);
    await expect(third.getByRole("heading", { name: "You are in another call" })).toBeVisible();
    await third.close();
  });

  await card.getByRole("button", { name: "Leave it and answer with sound" }).click();
  await tab.waitForURL(`**/call/${call}`);
  await expect.poll(() => connected(tab)).toBe(1);
  await expect.poll(() => connected(daniela.page)).toBe(1);
  await expect(jun.page.getByRole("heading", { name: "You went to another call" })).toBeVisible();
  expect(await connected(jun.page)).toBe(0);
  await expect(ines.page.getByText(`${personas.attendee} has left`)).toBeVisible();
});

test("two shared screens: both are there, and a note covers neither", async ({ people }) => {
  const jun = await people.persona("attendee");
  const ines = await people.persona("hacker");
  for (const { page } of [jun, ines]) {
    await holdConnections(page);
    await shareDrawings(page);
  }
  const { id, slug } = await demoEvent(jun);
  await befriend(jun, ines, id);
  await inCall(jun, ines, slug, id);
  const { page } = jun;
  for (const one of [jun, ines])
    await controls(one.page).getByRole("button", { name: "Share your screen" }).click();
  const large = page.getByLabel(`Screen of ${personas.hacker}`);
  await expect(large).toBeVisible();
  await page.getByRole("button", { name: "Show your own screen" }).click();
  await expect(page.getByRole("button", { name: `Show the screen of ${personas.hacker}` })).toBeVisible();
  await page.getByRole("button", { name: `Show the screen of ${personas.hacker}` }).click();
  await expect(page.getByRole("button", { name: "Show your own screen" })).toBeVisible();

  await test.step("a device that fails says so beside the screen, until it is closed", async () => {
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException("busy", "NotReadableError"));
    });
    const camera = controls(page).getByRole("button", { name: /^Turn the camera/u });
    await camera.click();
    const note = page.getByRole("alert").filter({ hasText: "Another program is using your camera." });
    await expect(note).toBeVisible();
    expect(await overlap(note, large)).toBe(false);
    await note.getByRole("button", { name: "Close" }).click();
    await expect(note).toHaveCount(0);
    await expect(large).toBeVisible();
  });
});
