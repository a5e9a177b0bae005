"use client";

import { ApolloProvider } from "@apollo/client/react";
import { useState, type ReactNode } from "react";

import { TooltipProvider } from "@/components/ui/tooltip";
import { apolloClient } from "@/lib/apollo";

import { SpeakingInside } from "./speaking-inside";

/**
 * What the pages of an event and of one's account stand on, and what comes with a person to all others (bell, calls):
 * Apollo's client, and tooltips. Public pages do without, which is half of what their scripts would weigh.
 */
export function Inside({ children }: { children: ReactNode }) {
  const [client] = useState(apolloClient);
  return (
    <ApolloProvider client={client}>
      <TooltipProvider delayDuration={400} skipDelayDuration={200}>
        <SpeakingInside>{children}</SpeakingInside>
      </TooltipProvider>
    </ApolloProvider>
  );
}
