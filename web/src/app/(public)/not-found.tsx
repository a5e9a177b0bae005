import { NothingHere } from "@/components/frame";

/** Of a page that exists for something that does not: the layout has its bar already. */
export default function NotFound() {
  return <NothingHere />;
}
