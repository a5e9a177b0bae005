export { Gallery } from "./gallery";
export { GalleryVenue } from "./venue";
