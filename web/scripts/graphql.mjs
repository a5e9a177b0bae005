// Makes src/gen/graphql.ts: a typed document for each operation of the features, with
// the enums and inputs that they use.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as operations from "@graphql-codegen/typescript-operations";
import { buildSchema, concatAST, parse, Source, validate } from "graphql";

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
  scalars: { DateTime: "string", ID: "string", JSON: "unknown" },
  defaultScalarType: "unknown",
  enumsAsTypes: true,
  enumType: "string-literal",
  useTypeImports: true,
  immutableTypes: true,
  documentMode: "documentNode",
};
const code = await codegen({
  filename: out,
  schema: parse(sdl),
  documents,
  config,
  plugins: [{ operations: {} }, { typedDocumentNode: {} }],
  pluginMap: { operations, typedDocumentNode },
});
mkdirSync(dirname(out), { recursive: true });
writeFileSync(
  out,
  `// Generated from contract/schema.graphql and the features' operations. Do not edit.\n${code}`,
);
