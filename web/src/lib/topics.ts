/**
 * What topics are called in the page's language. Those of the library have names in the catalogue, by their id, which
 * `NamingTopics` brings to the pages that show some; all others are called what somebody wrote.
 */

import { isMessage, t } from "./i18n";

type Topic = { readonly id: string; readonly name: string };

/** What a form keeps of a topic, and sends: the id of one that has a name here, else the words. */
export const topicWord = ({ id, name }: Topic): string => (isMessage(`topics.${id}`) ? id : name);

/** The name of what a form keeps. */
export function wordName(word: string): string {
  const key = `topics.${word}`;
  return isMessage(key) ? t(key) : word;
}

export const topicName = (topic: Topic): string => wordName(topicWord(topic));
