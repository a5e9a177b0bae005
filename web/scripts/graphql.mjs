// Makes src/gen/graphql.ts: the types of what the features' operations ask and answer, with the enums and inputs that they
// use; src/gen/operations/: each operation as its name and hash, which is all that is sent, in one file for each of theirs, so
// that a route ships few that it does not ask; and contract/documents.json: their texts by their SHA-256, which are all that
// is answered in production.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { codegen } from "@graphql-codegen/core";
import * as operations from "@graphql-codegen/typescript-operations";
import { buildSchema, concatAST, Kind, parse, print, Source, validate, visit } from "graphql";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const schemaFile = join(web, "..", "contract", "schema.graphql");
const out = join(web, "src", "gen", "graphql.ts");
const folder = join(web, "src", "gen", "operations");

if (!existsSync(schemaFile)) {
  console.error("contract/schema.graphql is missing: make the contract first.");
  process.exit(1);
}

const sdl = readFileSync(schemaFile, "utf8");
const schema = buildSchema(sdl);
const documents = readdirSync(join(web, "src"), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".graphql"))
  .sort()
  .map((name) => {
    const location = relative(web, join(web, "src", name));
    return { location, document: parse(new Source(readFileSync(join(web, "src", name), "utf8"), location)) };
  });

const mistakes = validate(schema, concatAST(documents.map((one) => one.document)));
if (mistakes.length) {
  for (const mistake of mistakes) console.error(`${mistake.toString()}\n`);
  process.exit(1);
}

const config = {
  scalars: {
    Date: "string",
    DateTime: "string",
    ID: "string",
    JSON: "unknown",
    Markup: "@/lib/markup#Markup",
    Sentence: "@/gen/sockets#Sentence",
  },
  defaultScalarType: "unknown",
  enumsAsTypes: true,
  enumType: "string-literal",
  useTypeImports: true,
  immutableTypes: true,
};
const code = await codegen({
  filename: out,
  schema: parse(sdl),
  documents,
  config,
  plugins: [{ operations: {} }],
  pluginMap: { operations },
});

const parts = documents.flatMap(({ document }) => document.definitions);
const fragments = new Map(parts.filter(isFragment).map((fragment) => [fragment.name.value, fragment]));
const head = "// Generated from contract/schema.graphql and the features' operations. Do not edit.\n";
put(out, `${head}${code}`);

const made = new Set();
const asked = documents.flatMap(({ location, document }) => {
  const operations = document.definitions.filter((part) => !isFragment(part)).map(operationOf);
  const name = `${basename(location, ".graphql")}.ts`;
  if (made.has(name)) throw new Error(`Two files are called ${basename(location)}.`);
  made.add(name);
  put(join(folder, name), operationsFile(operations));
  return operations;
});
for (const name of readdirSync(folder)) if (!made.has(name)) drop(join(folder, name));
const manifest = Object.fromEntries(
  asked.map(({ hash, text }) => [hash, text]).sort(([a], [b]) => (a < b ? -1 : 1)),
);
put(join(web, "..", "contract", "documents.json"), `${JSON.stringify(manifest, null, 1)}\n`);

function operationOf(operation) {
  const name = operation.name.value;
  const type = `${name}${operation.operation === "query" ? "Query" : "Mutation"}`;
  const text = print({ kind: Kind.DOCUMENT, definitions: [operation, ...fragmentsOf(operation)] });
  return { name, types: [type, `${type}Variables`], text, hash: hashOf(text) };
}

function operationsFile(operations) {
  const types = operations.flatMap((one) => one.types).join(", ");
  const lines = operations.map(
    ({ name, types, hash }) =>
      `export const ${name}: Operation<${types.join(", ")}> = ${JSON.stringify({ name, hash })};\n`,
  );
  return `${head}import type { Operation } from '@/lib/request';\n\nimport type { ${types} } from '../graphql';\n\n${lines.join("")}`;
}

function isFragment({ kind }) {
  return kind === Kind.FRAGMENT_DEFINITION;
}

/** The fragments that a part uses, and those that they use, each once, in the order in which they are met. */
function fragmentsOf(part, met = new Map()) {
  visit(part, {
    FragmentSpread: ({ name: { value } }) => {
      if (met.has(value)) return;
      met.set(value, fragments.get(value));
      fragmentsOf(fragments.get(value), met);
    },
  });
  return [...met.values()];
}

function hashOf(text) {
  return createHash("sha256").update(text).digest("hex");
}

/** Takes away a file whose operations are gone; with --check says that it is still there. */
function drop(file) {
  if (!process.argv.includes("--check")) return rmSync(file);
  console.error(`${relative(web, file)} has no operations any more. Run \`make contract\`.`);
  process.exitCode = 1;
}

/** Writes a file; with --check says whether it is as it would be written. */
function put(file, text) {
  if (!process.argv.includes("--check")) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    console.error(`${relative(web, file)} is not what the operations say. Run \`make contract\`.`);
    process.exitCode = 1;
  }
}
