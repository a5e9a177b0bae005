import changes from "../../../../messages/de/changes.json";
import chat from "../../../../messages/de/chat.json";
import fields from "../../../../messages/de/fields.json";
import invitations from "../../../../messages/de/invitations.json";
import matches from "../../../../messages/de/matches.json";
import notifications from "../../../../messages/de/notifications.json";
import people from "../../../../messages/de/people.json";
import profile from "../../../../messages/de/profile.json";
import reasons from "../../../../messages/de/reasons.json";
import settings from "../../../../messages/de/settings.json";
import venue from "../../../../messages/de/venue.json";
import video from "../../../../messages/de/video.json";
import welcome from "../../../../messages/de/welcome.json";

export const texts = {
  changes,
  chat,
  fields,
  invitations,
  matches,
  notifications,
  people,
  profile,
  reasons,
  settings,
  venue,
  video,
  welcome,
};
