"use client";

import NextLink from "next/link";
import { useState, type ComponentProps } from "react";

/**
 * A link to a page of ours. What it leads to is fetched ahead by who is about to follow it, and not by everybody who
 * sees it: a page has some twenty links, each of which would have the page server draw one more page.
 */
export function Link({
  prefetch = null,
  onPointerEnter,
  onTouchStart,
  onFocus,
  ...props
}: ComponentProps<typeof NextLink>) {
  const [near, setNear] = useState(false);
  return (
    <NextLink
      {...props}
      prefetch={near ? prefetch : false}
      onPointerEnter={(event) => {
        setNear(true);
        onPointerEnter?.(event);
      }}
      onTouchStart={(event) => {
        setNear(true);
        onTouchStart?.(event);
      }}
      onFocus={(event) => {
        setNear(true);
        onFocus?.(event);
      }}
    />
  );
}
