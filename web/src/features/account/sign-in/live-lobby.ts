import { MyEvents } from "@/gen/operations/event-page";
import { request } from "@/lib/request";

/** The lobby of the event that is on and has the person in it; the first page where there is none, or nobody can tell. */
export async function liveLobby(clock: () => number = Date.now): Promise<string> {
  const now = clock();
  const answer = await request(MyEvents, {}).catch(() => null);
  const live = answer?.myEvents.find(
    (event) =>
      event.status === "published" && Date.parse(event.startsAt) <= now && now < Date.parse(event.endsAt),
  );
  return live ? `/e/${live.slug}/lobby` : "/";
}
