import type { Catalogue } from "@/lib/i18n";

import { texts as inside } from "./inside";
import { texts as organising } from "./organising";
import { texts as problems } from "./problems";
import { texts as everybody } from "./public";
import { texts as topics } from "./topics";

/** Every German text, by namespace. */
export const messages: Catalogue = { ...everybody, ...inside, ...organising, ...problems, ...topics };
