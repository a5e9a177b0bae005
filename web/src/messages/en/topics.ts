import topics from "../../../../messages/en/topics.json";

export const texts = { topics };
