import imports from "../../../../messages/de/imports.json";
import organiser from "../../../../messages/de/organiser.json";
import reading from "../../../../messages/de/reading.json";

export const texts = { imports, organiser, reading };
