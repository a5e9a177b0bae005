import type { BrowserContext, Dialog } from "@playwright/test";

/** What no page may do, whoever made it do so. */
export type Faults = {
  /** Violations of the Content-Security-Policy, dialogs, scripts of strangers. */
  readonly unsafe: string[];
  /** Errors on the console, and those nobody caught. */
  readonly errors: string[];
  /** From now on errors like this are expected. */
  expect: (pattern: RegExp) => void;
  /** The browser's next question whether to leave a page, for the story to answer; any other is answered by yes. */
  leaving: () => Promise<Dialog>;
};

/** Watches every page of a context from its first script on. */
export async function watchFaults(context: BrowserContext): Promise<Faults> {
  const unsafe: string[] = [];
  const errors: string[] = [];
  const expected: RegExp[] = [];
  let answer: ((dialog: Dialog) => void) | undefined;
  const err = (text: string) => {
    if (!expected.some((pattern) => pattern.test(text))) errors.push(text);
  };
  await context.exposeFunction("reportUnsafe", (text: string) => void unsafe.push(text));
  await context.addInitScript(() => {
    const report = (text: string) => {
      void (window as unknown as { reportUnsafe: (text: string) => void }).reportUnsafe(text);
    };
    document.addEventListener("securitypolicyviolation", (event) =>
      report(
        `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
      ),
    );
    // What the hostile texts try to call.
    (window as unknown as { pwned: (from: string) => void }).pwned = (from) =>
      report(`a stranger's script ran: ${from}`);
  });
  context.on("page", (page) => {
    page.on("dialog", (dialog) => {
      if (dialog.type() === "beforeunload") {
        if (answer) answer(dialog);
        else void dialog.accept();
        answer = undefined;
        return;
      }
      unsafe.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("pageerror", (error) => err(`${page.url()} ${error.stack ?? error.message}`));
    // Said by the console too, but without what was asked.
    page.on("response", (response) => {
      if (response.status() < 400) return;
      const asked = response.request().postData()?.slice(0, 200) ?? "";
      err(`${page.url()} ${response.status()} ${response.statusText()} ${response.url()} ${asked}`);
    });
    page.on("console", (message) => {
      if (message.text().startsWith("Failed to load resource: the server responded")) return;
      if (message.type() === "error") err(`${page.url()} ${message.text()} (${message.location().url})`);
    });
  });
  const leaving = () => new Promise<Dialog>((resolve) => (answer = resolve));
  return { unsafe, errors, expect: (pattern) => void expected.push(pattern), leaving };
}
