import auth from "../../../../messages/de/auth.json";
import common from "../../../../messages/de/common.json";
import events from "../../../../messages/de/events.json";
import landing from "../../../../messages/de/landing.json";
import shell from "../../../../messages/de/shell.json";
import time from "../../../../messages/de/time.json";

export const texts = { auth, common, events, landing, shell, time };
