// On a desktop: a place by its address, and from each click to the first thing that is wanted of the next place.
import { arrive, opened } from "./browser.mjs";

const way = ["agenda", "people", "matches", "lobby"];

export async function desktop({ browser, base, slug, tell }) {
  const { context, page, rests } = await opened(browser, base, {
    device: "desktop",
    as: "attendee",
  });
  tell(
    "the lobby by its address, nothing cached",
    await arrive(page, slug, "lobby"),
  );
  await rests();
  await page.goto("about:blank");
  tell("… and again", await arrive(page, slug, "lobby"));
  await rests();
  const nav = page.getByRole("navigation", { name: "Venue" }).first();
  for (const time of ["for the first time", "again"]) {
    let from = "lobby";
    for (const to of way) {
      tell(`from ${from} to ${to}, ${time}`, await pressed(page, nav, to));
      await rests();
      from = to;
    }
  }
  await context.close();
}

/** Like somebody who presses without aiming first: nothing could be fetched while they hovered. */
async function pressed(page, nav, to) {
  const shown = page.evaluate(async (place) => {
    window.views.pressed = 0;
    const at = await window.views.shown(place);
    return at - window.views.pressed;
  }, to);
  await nav.getByRole("link", { name: new RegExp(`^${to}`, "iu") }).click();
  return shown;
}
