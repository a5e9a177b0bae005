import { notFound } from "next/navigation";

import { GalleryVenue } from "@/features/gallery";
import { hasGallery } from "@/lib/there";

export default function GalleryVenuePage() {
  if (!hasGallery()) notFound();
  return <GalleryVenue />;
}
