import { mirrored } from "../mirrored";
import { topics as english } from "./en";

export const { topics } = mirrored({ topics: english });
