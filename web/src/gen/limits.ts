// Generated from contract/limits.json by scripts/sockets.mjs. Do not edit.

/** The most characters (`max`) and entries (`items`) of each field of each input. */
export const limits = {} as const;
