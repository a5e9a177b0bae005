/** Where this Hallway is for the world, without a slash at the end: links in previews must be whole. On the server. */
export const origin = (): string => new URL(process.env.HALLWAY_PUBLIC_URL ?? "http://localhost:3000").origin;
