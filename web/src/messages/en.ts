import auth from "../../../messages/en/auth.json";
import changes from "../../../messages/en/changes.json";
import chat from "../../../messages/en/chat.json";
import common from "../../../messages/en/common.json";
import events from "../../../messages/en/events.json";
import fields from "../../../messages/en/fields.json";
import imports from "../../../messages/en/imports.json";
import invitations from "../../../messages/en/invitations.json";
import landing from "../../../messages/en/landing.json";
import matches from "../../../messages/en/matches.json";
import notifications from "../../../messages/en/notifications.json";
import organiser from "../../../messages/en/organiser.json";
import profile from "../../../messages/en/profile.json";
import problems from "../../../messages/en/problems.json";
import reading from "../../../messages/en/reading.json";
import reasons from "../../../messages/en/reasons.json";
import people from "../../../messages/en/people.json";
import settings from "../../../messages/en/settings.json";
import shell from "../../../messages/en/shell.json";
import time from "../../../messages/en/time.json";
import venue from "../../../messages/en/venue.json";
import video from "../../../messages/en/video.json";
import welcome from "../../../messages/en/welcome.json";

/** Every English text, by namespace; what other languages have to have. */
export const messages = {
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
