export { default as topics } from "../../../../messages/en/topics.json";
