import { texts as english } from "../en/inside";
import { mirrored } from "../mirrored";

export const texts = mirrored(english);
