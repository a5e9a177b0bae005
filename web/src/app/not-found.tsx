import { TopBar } from "@/components/shell";

import { NothingHere } from "./nothing-here";

export default function NotFound() {
  return (
    <>
      <TopBar search={false} />
      <NothingHere />
    </>
  );
}
