export { default as topics } from "../../../../messages/de/topics.json";
