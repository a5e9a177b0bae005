import { notFound } from "next/navigation";

import { Gallery } from "@/features/gallery";

/** Every component in every state; for people who build Hallway and for the picture test. */
export default function GalleryPage() {
  if (process.env.NODE_ENV === "production" && process.env.HALLWAY_GALLERY !== "1") notFound();
  return <Gallery />;
}
