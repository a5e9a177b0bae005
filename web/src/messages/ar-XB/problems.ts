import { texts as english } from "../en/problems";
import { mirrored } from "../mirrored";

export const texts = mirrored(english);
