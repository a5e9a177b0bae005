import { CirclePlay, ExternalLink, Paperclip, VideoOff, type LucideIcon } from "lucide-react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Words } from "@/components/ui/words";
import { t } from "@/lib/i18n";
import { languageName } from "@/lib/intl";

/** Drawn by the server as well: nothing here needs scripts. */

/** Only web addresses become links, whatever a schedule says. */
export const isWebLink = (url: string): boolean => /^https?:\/\//iu.test(url);

/** The names of languages by their tags, as "German, English"; a tag that nobody knows stands for itself. */
export function languageNames(tags: readonly string[]): string {
  return tags.map(languageName).join(", ");
}

/** That nobody records this session: people may speak freely. */
export const NotRecorded = () => (
  <span className="flex items-center gap-1.5">
    <Icon icon={VideoOff} size={14} />
    {t("venue.notRecorded")}
  </span>
);

/** Where the recording or the stream is. */
export function WatchLink({ url }: { url: string }) {
  if (!isWebLink(url)) return null;
  return (
    <Button asChild variant="soft">
      <a href={url} target="_blank" rel="noopener noreferrer nofollow">
        <Icon icon={CirclePlay} />
        {t("venue.watch")}
      </a>
    </Button>
  );
}

type LinkItem = { readonly title: string; readonly url: string };
type SessionLinksProps = { links: readonly LinkItem[]; attachments: readonly LinkItem[] };

/** What belongs to a session elsewhere: addresses and files. */
export const SessionLinks = ({ links, attachments }: SessionLinksProps) => (
  <>
    <Links title={t("venue.sessionLinks")} icon={ExternalLink} links={links} />
    <Links title={t("venue.sessionFiles")} icon={Paperclip} links={attachments} />
  </>
);

type LinksProps = { title: string; icon: LucideIcon; links: readonly LinkItem[] };

function Links({ title, icon, links }: LinksProps) {
  const safe = links.filter(({ url }) => isWebLink(url));
  if (!safe.length) return null;
  return (
    <section className="mt-7">
      <h2 className="mb-3 text-16 font-semibold">{title}</h2>
      <ul className="space-y-1.5">
        {safe.map((link, place) => (
          <li key={place} className="flex items-start gap-2">
            <Icon icon={icon} size={14} className="mt-1 text-muted" />
            <a
              href={link.url}
              target="_blank"
              rel="noopener noreferrer nofollow"
              className="min-w-0 rounded-control wrap-anywhere text-accent-text hover:underline"
            >
              <bdi>
                <Words text={link.title || link.url} />
              </bdi>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
