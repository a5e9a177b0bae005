import { notFound } from "next/navigation";

import { GalleryVenue } from "@/features/gallery";

export default function GalleryVenuePage() {
  if (process.env.NODE_ENV === "production" && process.env.HALLWAY_GALLERY !== "1") notFound();
  return <GalleryVenue />;
}
