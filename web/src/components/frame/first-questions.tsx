import { headers } from "next/headers";

import { firstQuestionsId, type FirstQuestion } from "@/lib/first-answers";

type Props = {
  questions: readonly FirstQuestion[];
  /** Runs when the answers are there, before what follows is painted. */
  script?: string;
};

/**
 * Names what the page asks first, so that the answers come with it (`lib/first-answers`): in front of what they are about.
 * On the server.
 */
export async function FirstQuestions({ questions, script }: Props) {
  // Marked as ours: the gateway asks nothing that something else has got into the page.
  const nonce = (await headers()).get("x-nonce") ?? "";
  const text = JSON.stringify({ questions }).replaceAll("<", "\\u003c");
  return (
    <>
      <script
        id={firstQuestionsId}
        type="application/json"
        nonce={nonce}
        suppressHydrationWarning
        dangerouslySetInnerHTML={{ __html: text }}
      />
      {script && (
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: script }} />
      )}
    </>
  );
}
