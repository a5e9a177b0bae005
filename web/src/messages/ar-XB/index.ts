import { messages as english } from "../en";
import { mirrored } from "../mirrored";

/** No language of people: shows what pages are like from right to left. */
export const messages = mirrored(english);
