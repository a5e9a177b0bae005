import auth from "../../../../messages/en/auth.json";
import common from "../../../../messages/en/common.json";
import events from "../../../../messages/en/events.json";
import landing from "../../../../messages/en/landing.json";
import shell from "../../../../messages/en/shell.json";
import time from "../../../../messages/en/time.json";

export const texts = { auth, common, events, landing, shell, time };
