import changes from "../../../../messages/en/changes.json";
import chat from "../../../../messages/en/chat.json";
import fields from "../../../../messages/en/fields.json";
import invitations from "../../../../messages/en/invitations.json";
import matches from "../../../../messages/en/matches.json";
import notifications from "../../../../messages/en/notifications.json";
import people from "../../../../messages/en/people.json";
import profile from "../../../../messages/en/profile.json";
import reasons from "../../../../messages/en/reasons.json";
import settings from "../../../../messages/en/settings.json";
import venue from "../../../../messages/en/venue.json";
import video from "../../../../messages/en/video.json";
import welcome from "../../../../messages/en/welcome.json";

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
