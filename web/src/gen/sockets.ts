// Generated from contract/sockets.json by scripts/sockets.mjs. Do not edit.

export type Pushes = Record<never, never>;
export type Requests = Record<never, { payload: unknown; value: unknown }>;
