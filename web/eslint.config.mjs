import next from "@next/eslint-plugin-next";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

/**
 * The one import rule of the web: app → features (index only) → components, lib, rtc → gen.
 * Each layer names what it may not reach; inside a feature, files import each other relatively.
 */
const insides = { group: ["@/features/*/*"], message: "Import a feature by its index." };
const layer = (files, ...patterns) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns }] },
});
const no = (group, message) => ({ group, message });
const upwards = no(
  ["@/app/*", "@/features/*", "@/features/**"],
  "Lower layers know no route and no feature.",
);

export default ts.config(
  {
    ignores: [".next/**", ".next-*/**", "node_modules/**", "src/gen/**", "next-env.d.ts", "test-results/**"],
  },
  ...ts.configs.recommended,
  { ...a11y.flatConfigs.recommended, files: ["src/**/*.tsx"] },
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
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "no-empty-pattern": "error",
      "no-console": ["error", { allow: ["warn", "error"] }],
    },
  },
  layer(["src/app/**/*.{ts,tsx}"], insides),
  layer(
    ["src/features/**/*.{ts,tsx}"],
    insides,
    no(["@/app/*"], "Features know no route file."),
    no(["../../../*"], "Reach other folders by @/."),
  ),
  layer(
    ["src/components/**/*.{ts,tsx}"],
    upwards,
    no(["@/rtc", "@/rtc/*"], "Components stand beside rtc, not on it."),
  ),
  layer(
    ["src/lib/**/*.{ts,tsx}"],
    upwards,
    no(["@/components/*", "@/components/**"], "lib has no components."),
  ),
  layer(
    ["src/rtc/**/*.{ts,tsx}"],
    upwards,
    no(["@/components/*", "@/components/**", "react", "socket.io-client"], "rtc stands alone."),
    no(["@/lib/*", "!@/lib/store"], "rtc stands alone, but for the one store."),
  ),
  { files: ["**/*.test.{ts,tsx}", "src/messages/**"], rules: { "max-lines": "off" } },
);
