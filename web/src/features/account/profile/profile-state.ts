import type { MyProfileFragment, ProfileInput } from "@/gen/graphql";
import { limits } from "@/gen/limits";
import type { MessageKey, MessageValues } from "@/lib/i18n";

/** A profile while it is edited: topics by name, links one a line. */
export type ProfileForm = {
  name: string;
  headline: string;
  bio: string;
  location: string;
  links: string;
  languages: readonly string[];
  timeZone: string;
  interests: readonly string[];
  offers: readonly string[];
  needs: readonly string[];
};
export type ProfileField = keyof ProfileForm;
/** What is wrong: a text of ours, or what the server said. */
export type FieldProblem = { key: MessageKey; values?: MessageValues } | { message: string };
export type ProfileProblems = Partial<Record<ProfileField, FieldProblem>>;

/** In the order of the form: the first one wrong gets the focus. */
export const profileFields = [
  "name",
  "headline",
  "location",
  "bio",
  "interests",
  "offers",
  "needs",
  "languages",
  "timeZone",
  "links",
] as const satisfies readonly ProfileField[];

const { name, headline, location, bio, links } = limits.ProfileInput;
const longest: Partial<Record<ProfileField, { readonly max: number }>> = { name, headline, location, bio };

export function formOf(profile: MyProfileFragment): ProfileForm {
  const names = (topics: MyProfileFragment["offers"]) => topics.map((topic) => topic.name);
  const { name, headline, bio, location, links, languages, timeZone, interests, offers, needs } = profile;
  return {
    ...{ name, headline, bio, location, languages, timeZone, links: links.join("\n") },
    ...{ interests: names(interests), offers: names(offers), needs: names(needs) },
  };
}

export function inputOf(form: ProfileForm): ProfileInput {
  return { ...form, links: linksOf(form.links) };
}

/** One a line; an address without a scheme is taken to be https. */
export function linksOf(text: string): string[] {
  const lines = text.split(/\s+/u).filter(Boolean);
  return lines.map((line) => (/^[a-z][a-z0-9+.-]*:/iu.test(line) ? line : `https://${line}`));
}

/** What is wrong with a field, if anything. The server looks again. */
export function problemOf(form: ProfileForm, field: ProfileField): FieldProblem | undefined {
  if (field === "name" && !/[\p{L}\p{N}]/u.test(form.name)) return { key: "profile.nameMissing" };
  const limit = longest[field]?.max;
  if (limit && Array.from(String(form[field]).trim()).length > limit)
    return { key: "profile.tooLong", values: { limit } };
  if (field === "links") {
    const found = linksOf(form.links);
    if (found.length > links.items) return { key: "profile.tooManyLinks", values: { limit: links.items } };
    if (!found.every(isWebAddress)) return { key: "profile.badLink" };
  }
  return undefined;
}

export function problemsOf(form: ProfileForm): ProfileProblems {
  const problems: ProfileProblems = {};
  for (const field of profileFields) {
    const problem = problemOf(form, field);
    if (problem) problems[field] = problem;
  }
  return problems;
}

/** The field that the server's Problem names, if it is one of ours. */
export const fieldNamed = (name: string | null | undefined): ProfileField | undefined =>
  profileFields.find((field) => field === name);

/** Reads a kept draft; null if it is none. */
export function formFrom(text: string): ProfileForm | null {
  try {
    const value = JSON.parse(text) as Partial<Record<ProfileField, unknown>> | null;
    if (!value) return null;
    const lists = ["languages", "interests", "offers", "needs"] as const;
    const isList = (one: unknown) => Array.isArray(one) && one.every((word) => typeof word === "string");
    const whole = profileFields.every((field) =>
      (lists as readonly string[]).includes(field) ? isList(value[field]) : typeof value[field] === "string",
    );
    return whole ? (value as ProfileForm) : null;
  } catch {
    return null;
  }
}

export const sameForm = (a: ProfileForm, b: ProfileForm): boolean =>
  profileFields.every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]));

function isWebAddress(link: string): boolean {
  try {
    const url = new URL(link);
    return (
      url.protocol === "https:" && url.hostname.includes(".") && !url.username && link.length <= links.max
    );
  } catch {
    return false;
  }
}
