/** JSON from outside (storage, another tab, the network): nothing is known of it but what is looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null;

/** The object that a text holds; null for no text, no JSON, and JSON that is no object. */
export function objectFrom(text: string | null): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
