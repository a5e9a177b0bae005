import { notFound } from "next/navigation";

import { titled } from "@/components/frame/head";
import { Inside } from "@/components/frame";
import { CallPage } from "@/features/calls";
import { isEventThere } from "@/features/venue";
import { isId } from "@/lib/ids";
import { signInFirst } from "@/lib/visitor";

export const generateMetadata = titled("video.title", { robots: { index: false } });

type Props = { params: Promise<{ slug: string; id: string }> };

/** Outside the venue's frame: a call has the whole window. */
export default async function Page({ params }: Props) {
  const { slug, id } = await params;
  if (!isId(id) || !(await isEventThere(slug))) notFound();
  await signInFirst();
  return (
    <Inside>
      <CallPage callId={id} />
    </Inside>
  );
}
