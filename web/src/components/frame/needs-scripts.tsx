import { Link } from "@/components/ui/link";
import { t } from "@/lib/i18n";

type Props = {
  /** Its page, which needs none. */
  event?: string;
};

/** For browsers without scripts, in the place of what needs them; what would wait for ever is `noscript:hidden`. */
export const NeedsScripts = (props: Props) => (
  <noscript>
    <NeedsScriptsHere {...props} />
  </noscript>
);

/** The same within a `noscript` of somebody else. */
export const NeedsScriptsHere = ({ event }: Props) => (
  <p className="mx-auto max-w-[560px] rounded-card bg-sunken px-5 py-4 text-14">
    {t("common.needsScripts")}{" "}
    <Link href={event ?? "/"} className="font-medium text-accent-text underline">
      {t(event ? "common.toEventPage" : "common.toEvents")}
    </Link>
  </p>
);
