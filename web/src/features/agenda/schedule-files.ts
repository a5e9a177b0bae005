/** Where the gateway has an event's agenda for other programs. */
export const scheduleFiles = (slug: string) => ({
  calendar: `/e/${slug}/schedule.ics`,
  xml: `/e/${slug}/schedule.xml`,
  json: `/e/${slug}/schedule.json`,
});
