import { NeedsScriptsHere } from "@/components/frame";
import { PlainAgenda } from "@/features/agenda";
import { isPlainVisit } from "@/lib/visitor";

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The agenda for browsers without scripts. It stands beside the page because the venue draws its pages by scripts. */
export default async function AgendaThere({ params, searchParams }: Props) {
  const [{ slug }, { day, part }] = await Promise.all([params, searchParams]);
  if (!(await isPlainVisit())) return <NeedsScriptsHere event={`/e/${slug}`} />;
  return <PlainAgenda slug={slug} day={textOf(day)} part={textOf(part)} />;
}

const textOf = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);
