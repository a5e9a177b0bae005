import { describe, expect, it } from "vitest";

import { elapsed } from "./call-head";
import { fitShare, fitTiles } from "./stage-layout";

describe("the stage", () => {
  it("fits everybody, 16:9, into any room", () => {
    for (const width of [0, 300, 358, 992, 1376])
      for (const height of [0, 250, 640, 760])
        for (const count of [1, 2, 3, 4]) {
          const tile = fitTiles({ width, height }, count, 12);
          const rows = Math.ceil(count / tile.columns);
          expect(tile.columns * tile.width + (tile.columns - 1) * 12).toBeLessThanOrEqual(
            Math.max(width, (tile.columns - 1) * 12),
          );
          expect(rows * tile.height + (rows - 1) * 12).toBeLessThanOrEqual(
            Math.max(height, (rows - 1) * 12) + 1e-6,
          );
          expect(tile.height * 16).toBeCloseTo(tile.width * 9);
        }
    expect(fitTiles({ width: 1376, height: 740 }, 2, 12).columns).toBe(2);
    expect(fitTiles({ width: 358, height: 640 }, 2, 12).columns).toBe(1);
  });

  it("is the drawing's at its size: 1072 by 603 beside tiles of 252", () => {
    const { share, tile, beside } = fitShare({ width: 1340, height: 720 }, 4, 12, 16);
    expect(beside).toBe(true);
    expect([share.width, share.height, tile.width, tile.height]).toEqual([1072, 603, 252, 141.75]);
  });

  it("never leaves its room", () => {
    for (const count of [2, 4, 7])
      for (const room of [
        { width: 960, height: 560 },
        { width: 358, height: 640 },
        { width: 1800, height: 400 },
      ]) {
        const { share, tile, beside } = fitShare(room, count, 12, 16);
        const [gaps, rows] = [12 * (count - 1), count * tile.height];
        const width = beside
          ? share.width + 16 + tile.width
          : Math.max(share.width, count * tile.width + gaps);
        const height = beside ? Math.max(share.height, rows + gaps) : share.height + 16 + tile.height;
        expect(width).toBeLessThanOrEqual(room.width + 0.01);
        expect(height).toBeLessThanOrEqual(room.height + 0.01);
      }
  });

  it("counts the time", () => {
    expect([elapsed(-5), elapsed(761_000), elapsed(3_723_000)]).toEqual(["00:00", "12:41", "1:02:03"]);
  });
});
