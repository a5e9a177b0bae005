import "./globals.css";
import { headers } from "next/headers";
import type { ReactNode } from "react";

import { fonts } from "@/components/frame/fonts";
import { Providers } from "@/components/frame/providers";
import { SkipLink } from "@/components/frame/skip-link";
import { Speaking } from "@/components/frame/speaking";
import { CallDock } from "@/features/calls";
import { buildId } from "@/lib/build-id";
import { direction, language } from "@/lib/locale";
import { themeScript } from "@/lib/theme-script";

export { generateMetadata, viewport } from "@/components/frame/head";

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? "";
  return (
    // The theme script sets the class before React arrives.
    <html lang={language()} dir={direction()} className={fonts} suppressHydrationWarning>
      <body data-version={buildId}>
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
        <Speaking>
          <SkipLink />
          <Providers>
            {/* First, so that a call that rings is the first thing behind the skip link. */}
            <CallDock />
            {children}
          </Providers>
        </Speaking>
      </body>
    </html>
  );
}
