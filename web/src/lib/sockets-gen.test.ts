import { describe, expect, it } from "vitest";

// @ts-expect-error: a plain script without types
import { moduleOf, typeOf } from "../../scripts/sockets.mjs";

describe("the socket types' generator", () => {
  it("writes what a browser may ask and hear", () => {
    const code = moduleOf({
      pushes: { "chat.message": { $ref: "#/components/ChatMessage" } },
      requests: { "chat.send": { payload: { $ref: "#/components/Send" }, value: null } },
      components: {
        ChatMessage: {
          type: "object",
          properties: { seq: { type: "integer" }, body: { type: "string" } },
          required: ["seq"],
        },
        Send: {
          type: "object",
          properties: { kind: { enum: ["text", "code"] } },
          required: ["kind"],
          description: "Say it.",
        },
      },
    });
    expect(code).toContain('"chat.message": ChatMessage;');
    expect(code).toContain("readonly seq: number;");
    expect(code).toContain("readonly body?: string;");
    expect(code).toContain("/** Say it. */\nexport type Send = {");
    expect(code).toMatch(/"chat\.send": \{\s+payload: Send;\s+value: null;/u);
  });

  it("reads unions, arrays and maps, and refuses what it does not know", () => {
    expect(typeOf({ anyOf: [{ type: "string", format: "uuid" }, { type: "null" }] })).toBe("string | null");
    expect(typeOf({ type: "array", items: { anyOf: [{ type: "integer" }, { type: "null" }] } })).toBe(
      "ReadonlyArray<number | null>",
    );
    expect(typeOf({ type: "object", additionalProperties: { type: "integer" } })).toBe(
      "Readonly<Record<string, number>>",
    );
    expect(() => typeOf({ type: "riddle" })).toThrow(/does not know/u);
  });
});
