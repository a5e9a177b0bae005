import { texts as english } from "../en/topics";
import { mirrored } from "../mirrored";

export const texts = mirrored(english);
