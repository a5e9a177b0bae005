import next from "@next/eslint-plugin-next";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import imports from "eslint-plugin-import-x";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import regexp from "eslint-plugin-regexp";
import ts from "typescript-eslint";

/**
 * The features from the top down: each may import the index of those below it, and of no other. Whoever adds a folder
 * to src/features adds it here; one that is missing may import no feature.
 */
const order = [
  "gallery",
  "venue",
  "organiser",
  "event-page",
  "account",
  "people",
  "matching",
  "agenda",
  "calls",
  "chat",
  "notifications",
  "live-event",
];

/** The import rules of the web: app → features → components → lib, rtc → gen; each layer names what it may not reach. */
const no = (group, message) => ({ group, message });
const layer = (files, ...patterns) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns }] },
});
const insides = no(["@/features/*/*"], "Import a feature by its index.");
const routes = no(["@/app/*"], "Only routes know routes.");
const upwards = no(
  ["@/app/*", "@/features/*", "@/features/**"],
  "Lower layers know no route and no feature.",
);
const components = no(["@/components/*", "@/components/**"], "Lower layers have no components.");

/** A file of a feature reaches the rest of it by a relative path, and no other folder; `outside` is how that looks. */
const feature = (files, outside, ...patterns) =>
  layer(files, insides, routes, no([outside], "Reach other folders by @/."), ...patterns);
const above = (place) =>
  no(
    order.slice(0, place + 1).map((name) => `@/features/${name}`),
    `${order[place]} stands below this in the order of features.`,
  );
const featureLayers = [
  feature(
    ["src/features/**/*.{ts,tsx}"],
    "../../*",
    no(["@/features/*"], "Give this feature its place in the order."),
  ),
  ...order.flatMap((name, place) => [
    feature([`src/features/${name}/*.{ts,tsx}`], "../*", above(place)),
    feature([`src/features/${name}/*/*.{ts,tsx}`], "../../*", above(place)),
  ]),
];

/** What the rules of imports cannot see. */
const lateImports = {
  selector: "ImportExpression[source.value=/^(@[/](features|app|components)[/]|[.])/]",
  message: "Import it at the top, where the rules of layers see it.",
};
const hooksInRoutes = {
  selector: "CallExpression:matches([callee.name=/^use([A-Z]|$)/], [callee.property.name=/^use[A-Z]/])",
  message: "A route loads and hands over; state belongs to a feature.",
};

export default ts.config(
  {
    ignores: [".next/**", ".next-*/**", "node_modules/**", "src/gen/**", "next-env.d.ts", "test-results/**"],
  },
  ...ts.configs.recommended,
  { ...a11y.flatConfigs.recommended, files: ["src/**/*.tsx"] },
  {
    files: ["src/**/*.tsx"],
    rules: {
      // What scrolls by itself has to be reachable by the keyboard (WCAG 2.1.1).
      "jsx-a11y/no-noninteractive-tabindex": [
        "error",
        { roles: ["tabpanel", "region", "log"], tags: ["pre"] },
      ],
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["src/rtc/**"],
    plugins: { "react-hooks": hooks, "@next/next": next },
    rules: {
      ...hooks.configs["recommended-latest"].rules,
      ...next.configs.recommended.rules,
      ...next.configs["core-web-vitals"].rules,
      "@next/next/no-img-element": "off",
    },
  },
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "import-x": imports },
    settings: {
      "import-x/extensions": [".ts", ".tsx"],
      "import-x/parsers": { "@typescript-eslint/parser": [".ts", ".tsx"] },
      "import-x/resolver-next": [createTypeScriptImportResolver()],
    },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "import-x/no-cycle": ["error", { ignoreExternal: true }],
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-empty-pattern": "error",
      "no-restricted-syntax": ["error", lateImports],
      "no-console": ["error", { allow: ["warn", "error"] }],
    },
  },
  {
    // Texts that others wrote go through these in every reader's browser: none may take longer than its length.
    files: ["src/**/*.{ts,tsx}"],
    plugins: { regexp },
    rules: {
      "regexp/no-super-linear-backtracking": ["error", { report: "potential" }],
      "regexp/no-super-linear-move": ["error", { report: "potential", ignoreSticky: true }],
      "regexp/no-misleading-unicode-character": "error",
      "regexp/no-contradiction-with-assertion": "error",
      "regexp/optimal-quantifier-concatenation": "error",
    },
  },
  layer(["src/app/**/*.{ts,tsx}"], insides),
  {
    files: ["src/app/**/*.{ts,tsx}"],
    rules: {
      "max-lines": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": ["error", lateImports, hooksInRoutes],
    },
  },
  {
    files: ["src/app/**/*.{ts,tsx}"],
    ignores: ["src/app/**/{page,layout,loading,error,not-found,default}.tsx"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "Program", message: "src/app has pages, layouts, loading and error screens only." },
      ],
    },
  },
  ...featureLayers,
  layer(
    ["src/components/**/*.{ts,tsx}"],
    upwards,
    no(["@/rtc", "@/rtc/*"], "Components stand beside rtc, not on it."),
  ),
  layer(
    ["src/components/ui/**/*.{ts,tsx}"],
    upwards,
    no(["@/rtc", "@/rtc/*", "@/components/frame", "@/components/frame/*"], "Primitives know no frame."),
  ),
  layer(["src/lib/**/*.{ts,tsx}"], upwards, components),
  layer(
    ["src/rtc/**/*.{ts,tsx}"],
    upwards,
    components,
    no(["@/lib/*", "!@/lib/store", "react", "socket.io-client"], "rtc stands alone, on lib/store only."),
  ),
  {
    files: ["**/*.test.{ts,tsx}", "**/*.spec.ts", "src/messages/**", "src/features/gallery/**"],
    rules: { "max-lines": "off", "max-lines-per-function": "off", "no-restricted-syntax": "off" },
  },
);
