import next from "@next/eslint-plugin-next";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import imports from "eslint-plugin-import-x";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import regexp from "eslint-plugin-regexp";
import ts from "typescript-eslint";

import languages from "./lint/languages.mjs";

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

const face = (feature) => `features/${feature}/index.ts`;
const rtc = "rtc/index.ts";

/**
 * Who may import whom, in src: each folder its own files and those named beside it, and nothing else. Paths are
 * resolved first, so it makes no difference how an import is written. A folder that is not here may import nothing.
 */
const may = {
  app: ["components", "lib", ...order.map(face)],
  ...Object.fromEntries(
    order.map((name, place) => [
      `features/${name}`,
      ["components", "lib", "gen", rtc, ...order.slice(place + 1).map(face)],
    ]),
  ),
  "components/frame": ["components/ui", "lib", "gen", "messages"],
  "components/ui": ["lib"],
  lib: ["gen", "messages"],
  rtc: ["lib/store.ts"],
  "proxy.ts": ["lib"],
  "instrumentation.ts": ["lib", "messages"],
  messages: ["lib"],
  gen: [],
  test: ["lib", "gen", "messages"],
};
const zones = [
  ...Object.entries(may).map(([folder, others]) => ({
    // A test that stands there is of everything.
    target: folder === "test" ? "./src/test/!(*.test).{ts,tsx}" : `./src/${folder}`,
    from: "./src",
    except: [...new Set([folder, ...others, "test"])],
    message: `src/${folder} may import ${[...others, "nothing else"].join(", ")}: see the table in eslint.config.mjs.`,
  })),
  {
    target: [
      `./src/!(${[...new Set(Object.keys(may).map((folder) => folder.split("/")[0]))].join("|")})/**`,
      `./src/features/!(${order.join("|")})/**`,
      "./src/components/!(frame|ui)/**",
      "./src/!(proxy|instrumentation).{ts,tsx}",
    ],
    from: "./src",
    message: "Give this folder its place in the table of eslint.config.mjs.",
  },
  ...order.map((name) => ({
    target: `./src/features/${name}`,
    from: `./src/${face(name)}`,
    message: "The index is for others.",
  })),
  {
    target: "./src/!(test)/**/!(*.test|testing).{ts,tsx}",
    from: "./src/test",
    message: "What helps tests is for tests.",
  },
  {
    target: ["./src/rtc/!(*.test).ts", "./src/rtc/!(browser-test|testing)/**/!(*.test).ts"],
    from: "./node_modules",
    message: "rtc stands alone: no React, no socket.io, no package at all.",
  },
];

/** What the rules of imports cannot see. */
const hiddenImports = [
  {
    selector: 'ImportExpression:not([source.type="Literal"])',
    message: "Name the module between quotation marks, where the rules of imports see it.",
  },
  { selector: "TSImportType", message: "Import the type at the top, where the rules of imports see it." },
];
const links = {
  name: "next/link",
  message: "Take Link from components/ui: it does not fetch ahead for everybody.",
};
/** In tests: a state is waited for, not a time. Each exception says why. */
const sleeps = [
  'CallExpression[callee.property.name="waitForTimeout"]',
  'NewExpression[callee.name="Promise"] CallExpression[callee.name="setTimeout"]',
  'NewExpression[callee.name="Promise"] CallExpression[callee.property.name="setTimeout"]',
  ":matches(ImportDeclaration, ExportNamedDeclaration)[source.value=/^(node:)?timers.promises$/]",
].map((selector) => ({ selector, message: "Wait for a state (expect.poll, waitFor), not for time." }));
const tests = [
  "**/*.test.{ts,tsx}",
  "**/*.spec.ts",
  "e2e/**/*.ts",
  "src/rtc/{browser-test,testing}/**/*.ts",
  "src/test/**/*.{ts,tsx}",
];
const hook = "/^use([A-Z]|$)/";
const hooksInRoutes = [
  `ImportSpecifier[imported.name=${hook}]`,
  `MemberExpression[property.name=${hook}]`,
  `MemberExpression[property.value=${hook}]`,
  `Property[key.name=${hook}]`,
  `CallExpression[callee.name=${hook}]`,
].map((selector) => ({ selector, message: "A route loads and hands over; state belongs to a feature." }));

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
      "import-x/no-restricted-paths": ["error", { zones, basePath: import.meta.dirname }],
      "no-restricted-imports": ["error", { paths: [links] }],
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-empty-pattern": "error",
      "no-restricted-syntax": ["error", ...hiddenImports],
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
  {
    // Pages speak any language; what is for people who build Hallway, and tests, need not.
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["src/features/gallery/**", "src/**/*.test.{ts,tsx}", "src/test/**"],
    plugins: { languages },
    rules: {
      "languages/words": "error",
      "languages/early": "error",
      "languages/locales": "error",
      "languages/sides": "error",
    },
  },
  {
    // What is loaded by tools that know no other modules.
    files: ["**/*.cjs"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["src/components/ui/link.tsx"],
    rules: { "no-restricted-imports": "off" },
  },
  {
    files: ["src/app/**/*.{ts,tsx}"],
    rules: {
      "max-lines": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": ["error", ...hiddenImports, ...hooksInRoutes],
    },
  },
  {
    files: ["src/app/**/*.{ts,tsx}"],
    ignores: ["src/app/**/{page,layout,loading,error,not-found,default}.tsx", "src/app/{robots,sitemap}.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "Program",
          message: "src/app has pages, layouts, loading and error screens, robots and sitemap only.",
        },
      ],
    },
  },
  {
    files: tests,
    rules: { "no-restricted-syntax": ["error", ...hiddenImports, ...sleeps] },
  },
  {
    files: ["**/*.test.{ts,tsx}", "**/*.spec.ts", "src/messages/**"],
    rules: { "max-lines": "off", "max-lines-per-function": "off" },
  },
);
