import type { MyProfileFragment, ProfileInput } from "@/gen/graphql";
import { limits } from "@/gen/limits";
import type { FormErrors } from "@/lib/form";
import { tooLong } from "@/lib/form-values";
import { topicWord } from "@/lib/topics";

/** A profile while it is edited: topics as `topicWord` has them, links one a line. */
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

const { links, ...texts } = limits.ProfileInput;
const lengths: Partial<Record<ProfileField, { readonly max: number }>> = texts;

export function formOf(profile: MyProfileFragment): ProfileForm {
  const { name, headline, bio, location, links, languages, timeZone, interests, offers, needs } = profile;
  return {
    ...{ name, headline, bio, location, languages, timeZone, links: links.join("\n") },
    ...{ interests: interests.map(topicWord), offers: offers.map(topicWord), needs: needs.map(topicWord) },
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

/** What is wrong, by field; empty when it may be sent. The server looks again. */
export function profileErrors(form: ProfileForm): FormErrors<ProfileForm> {
  const errors: FormErrors<ProfileForm> = {};
  for (const field of tooLong(form, lengths))
    errors[field] = ["profile.tooLong", { limit: lengths[field]?.max }];
  if (!/[\p{L}\p{N}]/u.test(form.name)) errors.name = "profile.nameMissing";
  const found = linksOf(form.links);
  if (found.length > links.items) errors.links = ["profile.tooManyLinks", { limit: links.items }];
  else if (!found.every(isWebAddress)) errors.links = "profile.badLink";
  return errors;
}

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
