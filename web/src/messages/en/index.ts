import { texts as inside } from "./inside";
import { texts as organising } from "./organising";
import { texts as problems } from "./problems";
import { texts as everybody } from "./public";
import { texts as topics } from "./topics";

/** Every English text, by namespace; what other languages have to have. */
export const messages = { ...everybody, ...inside, ...organising, ...problems, ...topics };
