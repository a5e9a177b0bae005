// Reads the ICU messages of a catalogue once, at the build: what a page is sent needs no reading (`src/lib/icu.ts` fills it
// in). A loader for Turbopack; vitest uses `compiled` too.
const { parse, TYPE } = require("@formatjs/icu-messageformat-parser");

const catalogue = /[\\/]messages[\\/][\w-]+[\\/]\w+\.json$/u;

/** A catalogue's JSON as a module; all other JSON as it is. */
module.exports = function loader(source) {
  return `module.exports = ${catalogue.test(this.resourcePath) ? JSON.stringify(compiled(source)) : source};`;
};
module.exports.compiled = compiled;
module.exports.read = read;

function compiled(json) {
  return Object.fromEntries(Object.entries(JSON.parse(json)).map(([key, text]) => [key, read(text)]));
}

/** A text in which nothing is filled in stays one; else its parts, as `icu.ts` describes them. */
function read(text) {
  const parts = parse(text, { ignoreTag: true }).map(part);
  if (parts.every((one) => typeof one === "string")) return parts.join("");
  return parts;
}

function part(element) {
  const { type, value, style, options, offset, pluralType } = element;
  const within = () =>
    Object.fromEntries(Object.entries(options).map(([name, one]) => [name, one.value.map(part)]));
  if (type === TYPE.literal) return value;
  if (type === TYPE.pound) return 0;
  if (type === TYPE.argument) return [value];
  if (type === TYPE.number && !style) return [value, "number"];
  if (type === TYPE.select) return [value, "select", within()];
  if (type === TYPE.plural && pluralType === "cardinal") return [value, "plural", within(), offset];
  throw new Error(`Texts have numbers, plurals and choices, and nothing else: {${value}}`);
}
