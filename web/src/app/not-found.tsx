import { NothingHere, TopBar } from "@/components/frame";

export default function NotFound() {
  return (
    <>
      <TopBar search={false} />
      <NothingHere />
    </>
  );
}
