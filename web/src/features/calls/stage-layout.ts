export type Size = { readonly width: number; readonly height: number };

/** The largest 16:9 tile of which `count` fit into `room`, and in how many columns. */
export function fitTiles(room: Size, count: number, gap: number): Size & { columns: number } {
  let best = { width: 0, height: 0, columns: 1 };
  for (let columns = 1; columns <= Math.max(1, count); columns++) {
    const rows = Math.ceil(count / columns);
    const byWidth = (room.width - gap * (columns - 1)) / columns;
    const byHeight = ((room.height - gap * (rows - 1)) / rows) * (16 / 9);
    const width = Math.floor(Math.max(0, Math.min(byWidth, byHeight)));
    if (width > best.width) best = { width, height: (width * 9) / 16, columns };
  }
  return best;
}

/**
 * A shared screen beside a stack of tiles that is as tall as it, or above a row of them where there is more height
 * than width.
 */
export function fitShare(
  room: Size,
  count: number,
  gap: number,
  between: number,
): { share: Size; tile: Size; beside: boolean } {
  const beside = room.width > room.height * 1.2;
  if (!beside) {
    const width = room.width;
    const tile = (width - gap * (Math.max(2, count) - 1)) / Math.max(2, count);
    const size = {
      width: Math.min(width, Math.max(0, (room.height - between - (tile * 9) / 16) * (16 / 9))),
      height: 0,
    };
    return {
      share: { ...size, height: (size.width * 9) / 16 },
      tile: { width: tile, height: (tile * 9) / 16 },
      beside,
    };
  }
  // Four tiles and three gaps make the height of the share; fewer tiles keep that size, more are smaller. Solved for the
  // width there is:
  const rows = Math.max(4, count);
  const byWidth = (room.width - between + (16 / 9) * gap * (1 - 1 / rows)) / ((16 / 9) * (1 + 1 / rows));
  const height = Math.max(0, Math.floor(Math.min(room.height, byWidth)));
  const tile = Math.max(0, (height - (rows - 1) * gap) / rows);
  return {
    share: { width: (height * 16) / 9, height },
    tile: { width: (tile * 16) / 9, height: tile },
    beside,
  };
}
