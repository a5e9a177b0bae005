import problems from "../../../../messages/en/problems.json";

export const texts = { problems };
