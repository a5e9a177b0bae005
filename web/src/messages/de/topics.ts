import topics from "../../../../messages/de/topics.json";

export const texts = { topics };
