import problems from "../../../../messages/de/problems.json";

export const texts = { problems };
