/** What keeps pages able to speak any language: words from the catalogue, locales from one place, sides by start and end. */

/** Two letters, of which none are an address: those are the same everywhere. */
const saysWords = (text) => /\p{L}{2}/u.test(text.replace(/https?:\S*/gu, ""));
const spoken = new Set([
  ...["alt", "title", "placeholder", "label", "hint"],
  ...["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "aria-placeholder"],
]);
const tells = new Set(["toast", "announce", "confirm", "alert"]);

/** The texts that an expression can be: of a choice both sides, of a template what stands between its values. */
function* textsOf(node) {
  if (!node) return;
  if (node.type === "Literal" && typeof node.value === "string") yield [node, node.value];
  if (node.type === "TemplateLiteral")
    for (const part of node.quasis) yield [part, part.value.cooked ?? part.value.raw];
  if (node.type === "JSXExpressionContainer") yield* textsOf(node.expression);
  if (node.type === "ConditionalExpression") {
    yield* textsOf(node.consequent);
    yield* textsOf(node.alternate);
  }
  if (node.type === "LogicalExpression") yield* textsOf(node.right);
  if (node.type === "BinaryExpression" && node.operator === "+") {
    yield* textsOf(node.left);
    yield* textsOf(node.right);
  }
}

const words = rule("These words are in no catalogue: give them a key in /messages and ask `t`.", (report) => {
  const look = (node) => {
    for (const [at, text] of textsOf(node)) if (saysWords(text)) report(at);
  };
  return {
    JSXText: (node) => saysWords(node.value) && report(node),
    JSXExpressionContainer: (node) =>
      (node.parent.type === "JSXElement" || node.parent.type === "JSXFragment") && look(node),
    JSXAttribute: (node) => spoken.has(node.name.name) && look(node.value),
    CallExpression: (node) => {
      if (!tells.has(node.callee.name)) return;
      const [said] = node.arguments;
      const parts = said?.type === "ObjectExpression" ? said.properties : [];
      for (const part of parts) if (["title", "body", "label"].includes(part.key?.name)) look(part.value);
      look(said);
    },
  };
});

const early = rule("Called once, for every language: ask `t` where the page is drawn.", (report) => {
  let depth = 0;
  const enter = () => (depth += 1);
  const leave = () => (depth -= 1);
  return {
    ":function": enter,
    ":function:exit": leave,
    CallExpression: (node) => depth === 0 && node.callee.name === "t" && report(node),
  };
});

/** No locale at all is the machine's, which is nobody's choice. */
const fixed = (node) =>
  node === undefined ||
  node?.type === "Literal" ||
  (node?.type === "ArrayExpression" && node.elements.some(fixed));
/** Characters, and the zone of the machine, are the same in every language. */
const speaks =
  /^(?:Collator|DateTimeFormat|DisplayNames|DurationFormat|ListFormat|NumberFormat|PluralRules|RelativeTimeFormat)$/u;
const locales = rule("The page's language decides: use lib/intl, lib/time or `locale()`.", (report) => {
  const look = (node) => {
    const { object, property } = node.callee;
    const asksZone = node.parent.property?.name === "resolvedOptions";
    if (object?.name === "Intl" && speaks.test(property.name) && !asksZone && fixed(node.arguments[0]))
      report(node);
  };
  return {
    NewExpression: look,
    CallExpression: look,
    "CallExpression[callee.property.name=/^(toLocale\\w*|localeCompare)$/]": (node) => report(node),
  };
});

const sided =
  /(?:^|[\s:!])-?(?:[mp][lr]|scroll-[mp][lr]|left|right|border-[lr]|rounded-(?:[lr]|[tb][lr])|text-(?:left|right)|(?:float|clear)-(?:left|right))(?:-|$|\s)/u;
const sides = rule(
  "Say start and end instead of left and right (ms- ps- inset-s- text-start …).",
  (report) => ({
    Literal: (node) =>
      typeof node.value === "string" && sided.test(node.value) && isClass(node) && report(node),
    TemplateElement: (node) => sided.test(node.value.raw) && isClass(node) && report(node),
  }),
);

/** Of a `className`, or handed to what joins classes. */
function isClass(node) {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === "JSXAttribute") return /class/iu.test(String(at.name.name));
    if (at.type === "CallExpression") return ["cn", "cva", "clsx"].includes(at.callee.name);
    if (/Statement$|Function/u.test(at.type)) return false;
  }
  return false;
}

function rule(message, listen) {
  return {
    meta: { type: "problem", schema: [], messages: { no: message } },
    create: (context) => listen((node) => context.report({ node, messageId: "no" })),
  };
}

export default { rules: { words, early, locales, sides } };
