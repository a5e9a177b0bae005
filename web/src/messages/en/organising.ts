import imports from "../../../../messages/en/imports.json";
import organiser from "../../../../messages/en/organiser.json";
import reading from "../../../../messages/en/reading.json";

export const texts = { imports, organiser, reading };
