"use client";

import dynamic from "next/dynamic";

/** The whole page of a wrong address. Every page brings its not-found with it: this one only where it is drawn. */
export const NothingAnywhere = dynamic(() =>
  import("./nothing-anywhere-inside").then((one) => one.NothingAnywhereInside),
);
