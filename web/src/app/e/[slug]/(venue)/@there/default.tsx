import { NeedsScriptsHere } from "@/components/frame";
import { signInFirst } from "@/lib/visitor";

type Props = { params: Promise<{ slug: string }> };

/** The pages of the venue that have none beside them here are for who is signed in, and for scripts. */
export default async function InsideOnly({ params }: Props) {
  await signInFirst();
  return <NeedsScriptsHere event={`/e/${(await params).slug}`} />;
}
