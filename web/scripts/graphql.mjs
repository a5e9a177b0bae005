// Makes src/gen/graphql.ts: a typed document for each operation of the features, with
// the enums and inputs that they use; src/gen/operations.ts: the same as no more than
// its name and hash; and contract/documents.json: the texts that our
// pages send, by their SHA-256, which are all that is answered in production.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { InMemoryCache } from "@apollo/client";
import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as operations from "@graphql-codegen/typescript-operations";
import { buildSchema, concatAST, parse, print, Source, validate } from "graphql";
import ts from "typescript";

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

const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.ESNext } });
const made = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
const cache = new InMemoryCache();
const asked = Object.entries(made)
  .filter(([, one]) => one?.kind === "Document")
  .map(([exported, document]) => ({ exported, document, name: nameOf(document) }))
  .filter(({ name }) => name)
  // As pages without Apollo and the server's own rendering ask it, and as Apollo does, which adds __typename.
  .map((one) => ({
    ...one,
    plain: print(one.document),
    typed: print(cache.transformDocument(one.document)),
  }));
const manifest = Object.fromEntries(
  asked
    .flatMap(({ plain, typed }) => [plain, typed])
    .map((text) => [hashOf(text), text])
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);

// Apollo asks by the hash, so that no browser needs to print a document; who does without Apollo needs the hash alone.
const head = "// Generated from contract/schema.graphql and the features' operations. Do not edit.\n";
const marked = asked.reduce(
  (all, { exported, name, typed }) =>
    all.replace(
      `export const ${exported} = {`,
      (begin) => `${begin}"__meta__":${JSON.stringify({ name, hash: hashOf(typed) })},`,
    ),
  code,
);
put(out, `${head}${marked}`);
const light = asked.map(({ exported, name, plain }) => {
  const [, types] = new RegExp(`const ${exported} = .* as unknown as DocumentNode<(.*)>;`, "u").exec(code);
  return `export const ${name}: Operation<${types}> = ${JSON.stringify({ name, hash: hashOf(plain) })};\n`;
});
const types = light.flatMap((line) => line.match(/\w+(?:Query|Mutation)(?:Variables)?(?=[,>])/gu));
put(
  join(web, "src", "gen", "operations.ts"),
  `${head}import type { Operation } from '@/lib/request';\n\nimport type { ${types.join(", ")} } from './graphql';\n\n${light.join("")}`,
);
put(join(web, "..", "contract", "documents.json"), `${JSON.stringify(manifest, null, 1)}\n`);

function nameOf(document) {
  return document.definitions.find(({ kind }) => kind === "OperationDefinition")?.name.value;
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
