import auth from "./auth.json";
import changes from "./changes.json";
import chat from "./chat.json";
import common from "./common.json";
import events from "./events.json";
import imports from "./imports.json";
import invitations from "./invitations.json";
import landing from "./landing.json";
import matches from "./matches.json";
import notifications from "./notifications.json";
import organiser from "./organiser.json";
import profile from "./profile.json";
import people from "./people.json";
import settings from "./settings.json";
import shell from "./shell.json";
import venue from "./venue.json";
import video from "./video.json";

/** Every English text, by namespace. A second language is a second folder of the same shape. */
export const messages = {
  auth,
  changes,
  chat,
  common,
  events,
  imports,
  invitations,
  landing,
  matches,
  notifications,
  organiser,
  profile,
  people,
  settings,
  shell,
  venue,
  video,
};
