import { t } from "@/lib/i18n";

export const mainId = "main";

/** The first stop of the Tab key: past the navigation. */
export function SkipLink() {
  return (
    <a
      href={`#${mainId}`}
      className="fixed inset-s-2 top-2 z-[70] -translate-y-16 rounded-control bg-accent px-3 py-2 text-13 font-medium text-accent-foreground focus:translate-y-0"
    >
      {t("shell.skip")}
    </a>
  );
}
