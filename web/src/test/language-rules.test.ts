import { ESLint } from "eslint";
import { describe, expect, it, vi } from "vitest";

/** The rules that keep pages able to speak any language bite. */
const eslint = new ESLint({
  overrideConfig: { rules: { "import-x/no-cycle": "off", "import-x/no-restricted-paths": "off" } },
});
vi.setConfig({ testTimeout: 60_000 });

async function complaints(text: string, filePath = "src/features/chat/new.tsx"): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}
const drawn = (jsx: string) =>
  `export const It = ({ on, name }: Props) => ${jsx};\ntype Props = { on: boolean; name: string };\n`;

const refused: ReadonlyArray<readonly [rule: string, text: string]> = [
  ["words", drawn("<p>Come in</p>")],
  ["words", drawn("<p>{'Come in'}</p>")],
  ["words", drawn("<p>{`Day of ${name}`}</p>")],
  ["words", drawn("<p>{on ? 'Come in' : name}</p>")],
  ["words", drawn("<p>{on && 'Come in'}</p>")],
  ["words", drawn("<p>{name || 'Somebody'}</p>")],
  ["words", drawn("<><b>{name}</b> wrote</>")],
  ...["aria-label", "title", "placeholder", "label"].map(
    (name) => ["words", drawn(`<Thing ${name}="Close it" on={on} />`)] as const,
  ),
  ["words", drawn("<img src={name} alt={`Face of ${name}`} />")],
  ["words", 'export const it = () => toast({ title: "Saved", body: "All of it" });\n'],
  ["words", "export const it = (name: string) => toast({ title: `${name} is saved` });\n"],
  ["words", 'export const it = () => announce("Saved");\n'],
  ["early", 'const title = t("common.close");\nexport const it = () => title;\n'],
  ["early", 'export const rows = [{ label: t("common.close") }];\n'],
  ["locales", 'export const it = (at: Date) => new Intl.DateTimeFormat("en-GB").format(at);\n'],
  ["locales", 'export const it = () => new Intl.DisplayNames(["en"], { type: "language" });\n'],
  ["locales", "export const it = (count: number) => new Intl.NumberFormat().format(count);\n"],
  ["locales", "export const it = (count: number) => count.toLocaleString();\n"],
  ["locales", 'export const it = (count: number) => count.toLocaleString("en-GB");\n'],
  ["locales", "export const it = (a: string, b: string) => a.localeCompare(b);\n"],
  ...["ml-2", "-mr-px", "md:pl-4", "left-0", "hover:right-2", "text-left", "rounded-l-card", "border-r"].map(
    (name) => ["sides", drawn(`<p className="flex ${name}">{name}</p>`)] as const,
  ),
  ["sides", drawn('<p className={cn("flex", on && "pr-2")}>{name}</p>')],
];
const allowed: readonly string[] = [
  drawn('<p className="ms-2 ps-4 text-start inset-s-0 border-e">{t("common.close")}</p>'),
  drawn('<input placeholder="https://" aria-label={t("common.close")} data-kind="any words" />'),
  drawn("<p>{name} · {on ? '…' : '1'}</p>"),
  "export const it = (at: Date) => new Intl.DateTimeFormat(locale()).format(at);\n",
  "export const it = () => Intl.DateTimeFormat().resolvedOptions().timeZone;\n",
  "export const it = () => new Intl.Segmenter();\n",
  'export const it = () => toast({ title: t("common.close"), tone: "error" });\n',
];

describe("the rules of languages", () => {
  it.each(refused)("%s refuses %s", async (rule, text) => {
    expect(await complaints(text)).toContain(`languages/${rule}`);
  });

  it.each(allowed)("let pass %s", async (text) => {
    expect((await complaints(text)).filter((one) => one.startsWith("languages/"))).toEqual([]);
  });
});
