import { Fragment } from "react";

import { pieces } from "@/lib/plain";

/** What somebody wrote, with places where a word without an end may go on in the next line; copied as it was written. */
export const Words = ({ text }: { text: string }) =>
  pieces(text).map((piece, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {piece}
    </Fragment>
  ));
