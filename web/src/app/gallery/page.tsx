import { notFound } from "next/navigation";

import { Inside } from "@/components/frame";
import { Gallery } from "@/features/gallery";
import { hasGallery } from "@/lib/there";

/** Every component in every state; for people who build Hallway and for the picture test. */
export default function GalleryPage() {
  if (!hasGallery()) notFound();
  return (
    <Inside>
      <Gallery />
    </Inside>
  );
}
