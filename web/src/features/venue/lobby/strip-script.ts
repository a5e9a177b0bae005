import { firstAnswersId } from "@/lib/first-answers";
import { stripAhead } from "@/features/live-event";

/**
 * Runs before the lobby is painted: keeps the strip's place free where a session that this person starred begins soon
 * (`strippedSession`), so that nothing moves when the strip comes. Kept to what any browser can run.
 */
export const stripScript = `(function(){try{
var e=JSON.parse(document.getElementById("${firstAnswersId}").textContent).answers[0].data.event,n=Date.now();
if(e.agenda.sessions.some(function(s){var t=Date.parse(s.startsAt)-n;return t>0&&t<=${stripAhead}&&e.stars.indexOf(s.id)>=0}))
document.documentElement.setAttribute("data-strip","")}catch(e){}})()`;
