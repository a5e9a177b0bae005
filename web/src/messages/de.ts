import type { Catalogue } from "@/lib/i18n";

import auth from "../../../messages/de/auth.json";
import changes from "../../../messages/de/changes.json";
import chat from "../../../messages/de/chat.json";
import common from "../../../messages/de/common.json";
import events from "../../../messages/de/events.json";
import fields from "../../../messages/de/fields.json";
import imports from "../../../messages/de/imports.json";
import invitations from "../../../messages/de/invitations.json";
import landing from "../../../messages/de/landing.json";
import matches from "../../../messages/de/matches.json";
import notifications from "../../../messages/de/notifications.json";
import organiser from "../../../messages/de/organiser.json";
import profile from "../../../messages/de/profile.json";
import problems from "../../../messages/de/problems.json";
import reading from "../../../messages/de/reading.json";
import reasons from "../../../messages/de/reasons.json";
import people from "../../../messages/de/people.json";
import settings from "../../../messages/de/settings.json";
import shell from "../../../messages/de/shell.json";
import time from "../../../messages/de/time.json";
import venue from "../../../messages/de/venue.json";
import video from "../../../messages/de/video.json";
import welcome from "../../../messages/de/welcome.json";

/** Every German text, by namespace. */
export const messages: Catalogue = {
  auth,
  changes,
  chat,
  common,
  events,
  fields,
  imports,
  invitations,
  landing,
  matches,
  notifications,
  organiser,
  problems,
  profile,
  reading,
  reasons,
  people,
  settings,
  shell,
  time,
  venue,
  video,
  welcome,
};
