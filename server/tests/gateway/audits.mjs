// The audits of GraphQL over HTTP (graphql-http of web/package.json), asked of a gateway by test_audits.py:
// `node audits.mjs WEB_FOLDER URL` prints one line of JSON, `[[id, name, status], …]`.
import { createRequire } from "node:module";

const [web, url] = process.argv.slice(2);
const { auditServer } = createRequire(`${web}/package.json`)("graphql-http");
const results = await auditServer({ url, fetchFn: fetch });
console.log(JSON.stringify(results.map(({ id, name, status }) => [id, name, status])));
