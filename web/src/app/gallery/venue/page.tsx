import { notFound } from "next/navigation";

import { Inside } from "@/components/frame";
import { GalleryVenue } from "@/features/gallery";
import { hasGallery } from "@/lib/there";

export default function GalleryVenuePage() {
  if (!hasGallery()) notFound();
  return (
    <Inside>
      <GalleryVenue />
    </Inside>
  );
}
