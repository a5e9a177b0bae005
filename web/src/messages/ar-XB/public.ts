import { texts as english } from "../en/public";
import { mirrored } from "../mirrored";

export const texts = mirrored(english);
