import { texts as english } from "../en/organising";
import { mirrored } from "../mirrored";

export const texts = mirrored(english);
