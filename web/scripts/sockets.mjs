// Makes src/gen/sockets.ts: what the server pushes, what it can be asked and how it refuses, from contract/sockets.json:
//   { "pushes":   { "<name>": <schema> },
//     "problem":  <schema>,
//     "requests": { "<name>": { "payload": <schema>, "value": <schema> } },
//     "components": { "<Name>": <schema> } }
// with JSON Schemas that refer to "#/components/<Name>".
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const contractFile = join(web, "..", "contract", "sockets.json");
const out = join(web, "src", "gen", "sockets.ts");
const limitsFile = join(web, "..", "contract", "limits.json");
const limitsOut = join(web, "src", "gen", "limits.ts");

const key = (name) => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));
const referred = (ref) => ref.split("/").pop().replace(/\W/g, "_");
const comment = (text, indent) =>
  text ? `${indent}/** ${text.replaceAll("*/", "* /").replace(/\s+/g, " ").trim()} */\n` : "";

/** A JSON Schema as a TypeScript type; throws on what it does not know, so that nothing becomes `any` unseen. */
export function typeOf(schema, indent = "") {
  if (
    schema === true ||
    (schema && Object.keys(schema).every((name) => ["title", "description", "default"].includes(name)))
  )
    return "unknown";
  if (schema.$ref) return referred(schema.$ref);
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const union = schema.anyOf ?? schema.oneOf;
  if (union) return [...new Set(union.map((one) => typeOf(one, indent)))].join(" | ");
  if (Array.isArray(schema.type))
    return schema.type.map((type) => typeOf({ ...schema, type }, indent)).join(" | ");
  switch (schema.type) {
    case "string":
      return "string";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "array":
      return arrayOf(schema, indent);
    case "object":
      return objectOf(schema, indent);
  }
  throw new Error(`sockets.json has a schema this script does not know: ${JSON.stringify(schema)}`);
}

function arrayOf(schema, indent) {
  if (schema.prefixItems)
    return `readonly [${schema.prefixItems.map((one) => typeOf(one, indent)).join(", ")}]`;
  return `ReadonlyArray<${schema.items ? typeOf(schema.items, indent) : "unknown"}>`;
}

function objectOf(schema, indent) {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) {
    const values = schema.additionalProperties;
    if (values && typeof values === "object") return `Readonly<Record<string, ${typeOf(values, indent)}>>`;
    return schema.properties ? "Readonly<Record<string, never>>" : "Readonly<Record<string, unknown>>";
  }
  const required = new Set(schema.required ?? []);
  const deeper = `${indent}  `;
  const lines = fields.map(([name, field]) => {
    const mark = required.has(name) ? "" : "?";
    return `${comment(field.description, deeper)}${deeper}readonly ${key(name)}${mark}: ${typeOf(field, deeper)};\n`;
  });
  return `{\n${lines.join("")}${indent}}`;
}

/** src/gen/limits.ts: how long texts may be, `limits.EventInput.name.max`, from contract/limits.json. */
export function limitsOf(contract) {
  return `// Generated from contract/limits.json by scripts/sockets.mjs. Do not edit.

/** The most characters (\`max\`; of a file, bytes) and entries (\`items\`) of each field of each input. */
export const limits = ${JSON.stringify(contract, null, 2)} as const;
`;
}

/** The whole module's text for a contract. */
export function moduleOf(contract) {
  const { pushes = {}, requests = {}, components = {} } = contract;
  const parts = ["// Generated from contract/sockets.json by scripts/sockets.mjs. Do not edit.\n"];
  for (const [name, schema] of Object.entries(components))
    parts.push(
      `${comment(schema.description, "")}export type ${name.replace(/\W/g, "_")} = ${typeOf(schema)};\n`,
    );
  const pushed = Object.entries(pushes).map(([name, schema]) => `  ${key(name)}: ${typeOf(schema, "  ")};\n`);
  parts.push(`/** What the server sends by itself. */\nexport type Pushes = {\n${pushed.join("")}};\n`);
  const asked = Object.entries(requests).map(([name, { payload, value }]) => {
    const answer = value ? typeOf(value, "    ") : "null";
    return `  ${key(name)}: {\n    payload: ${typeOf(payload, "    ")};\n    value: ${answer};\n  };\n`;
  });
  parts.push(
    `/** What a browser may ask, and what it is answered. */\nexport type Requests = {\n${asked.join("")}};\n`,
  );
  return parts.join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!existsSync(contractFile)) {
    console.error("contract/sockets.json is missing: make the contract first.");
    process.exit(1);
  }
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, moduleOf(JSON.parse(readFileSync(contractFile, "utf8"))));
  writeFileSync(limitsOut, limitsOf(JSON.parse(readFileSync(limitsFile, "utf8"))));
}
