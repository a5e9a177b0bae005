// What views.py starts: each part in each round on each side in turn, one JSON line for each number.
//
//     node main.mjs '{"sides": ["http://…", …], "slug": "…", "rounds": 3, "parts": ["desktop", …]}'
import { actions } from "./actions.mjs";
import { launched } from "./browser.mjs";
import { chat } from "./chat.mjs";
import { desktop } from "./desktop.mjs";
import { grid } from "./grid.mjs";
import { phone } from "./phone.mjs";

const all = { desktop, phone, actions, grid, chat };
const { sides, slug, rounds, parts } = JSON.parse(process.argv[2]);
const browser = await launched();
try {
  for (let round = 0; round < rounds; round++)
    for (const part of parts) {
      const turn = sides.map((base, side) => ({ base, side }));
      for (const { base, side } of round % 2 ? turn.toReversed() : turn) {
        const tell = (row, value, { unit = "ms", note = "" } = {}) =>
          console.log(JSON.stringify({ part, row, side, value, unit, note }));
        await all[part]({ browser, base, slug, tell });
      }
    }
} finally {
  await browser.close();
}
