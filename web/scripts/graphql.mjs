// Makes src/gen/graphql.ts: the types of what the features' operations ask and answer, with the enums and inputs that they
// use; src/gen/operations.ts: each operation as its name and hash, which is all that is sent; and contract/documents.json:
// their texts by their SHA-256, which are all that is answered in production.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { codegen } from "@graphql-codegen/core";
import * as operations from "@graphql-codegen/typescript-operations";
import { buildSchema, concatAST, Kind, parse, print, Source, validate, visit } from "graphql";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const schemaFile = join(web, "..", "contract", "schema.graphql");
const out = join(web, "src", "gen", "graphql.ts");

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
const asked = parts
  .filter((part) => !isFragment(part))
  .map((operation) => {
    const name = operation.name.value;
    const kind = operation.operation === "query" ? "Query" : "Mutation";
    const text = print({ kind: Kind.DOCUMENT, definitions: [operation, ...fragmentsOf(operation)] });
    return { name, types: [`${name}${kind}`, `${name}${kind}Variables`], text, hash: hashOf(text) };
  })
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const head = "// Generated from contract/schema.graphql and the features' operations. Do not edit.\n";
put(out, `${head}${code}`);
const lines = asked.map(
  ({ name, types, hash }) =>
    `export const ${name}: Operation<${types.join(", ")}> = ${JSON.stringify({ name, hash })};\n`,
);
put(
  join(web, "src", "gen", "operations.ts"),
  `${head}import type { Operation } from '@/lib/request';\n\nimport type { ${asked.flatMap(({ types }) => types).join(", ")} } from './graphql';\n\n${lines.join("")}`,
);
const manifest = Object.fromEntries(
  asked.map(({ hash, text }) => [hash, text]).sort(([a], [b]) => (a < b ? -1 : 1)),
);
put(join(web, "..", "contract", "documents.json"), `${JSON.stringify(manifest, null, 1)}\n`);

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
