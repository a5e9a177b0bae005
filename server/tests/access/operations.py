"""How each operation of the access table is asked: `$names` are ids of the stage, `$new` is one that nobody has."""

from typing import Any, Final

EVENT_INPUT: Final = (
    '{ name: "Another conf", kind: meetup, startsAt: "$soon", endsAt: "$later", timeZone: "Europe/Brussels" }'
)

GRAPHQL: Final[dict[str, str]] = {
    "Query.me": "me { id }",
    "Query.sessions": "sessions { id }",
    "Query.personas": "personas { key }",
    "Query.eventTeam": 'eventTeam(eventId: "$event") { userId }',
    "Mutation.endSession": 'endSession(sessionId: "$new")',
    "Mutation.endOtherSessions": "endOtherSessions",
    "Mutation.grantEventRole": 'grantEventRole(eventId: "$event", userId: "$spare", role: speaker)',
    "Mutation.revokeEventRole": 'revokeEventRole(eventId: "$event", userId: "$organiser", role: organiser)',
    "Query.events": "events { id }",
    "Query.myEvents": "myEvents { id }",
    "Query.event": 'event(slug: "$slug") { id agenda { sessions { title } } }',
    "Query.session": 'session(id: "$session") { title }',
    "Query.searchEvent": 'searchEvent(eventId: "$event", text: "talk") { title }',
    "Query.importReport": 'importReport(id: "$report") { state }',
    "Mutation.createEvent": f'createEvent(id: "$new", input: {EVENT_INPUT}) {{ id }}',
    "Mutation.updateEvent": f'updateEvent(eventId: "$event", version: $version, input: {EVENT_INPUT}) {{ version }}',
    "Mutation.publishEvent": 'publishEvent(eventId: "$event") { status }',
    "Mutation.cancelEvent": 'cancelEvent(eventId: "$event") { status }',
    "Mutation.putSession": 'putSession(eventId: "$event", id: "$new", input: '
    '{ title: "New", startsAt: "$soon", endsAt: "$later" }) { title }',
    "Mutation.removeSession": 'removeSession(eventId: "$event", sessionId: "$session")',
    "Mutation.registerForEvent": 'registerForEvent(eventId: "$event") { id }',
    "Mutation.cancelRegistration": 'cancelRegistration(eventId: "$event") { id }',
    "Mutation.starSession": 'starSession(sessionId: "$session", starred: true)',
    "Query.myProfile": "myProfile { bio }",
    "Query.person": 'person(id: "$subject") { name }',
    "Query.person.bio": 'person(id: "$subject") { bio }',
    "Query.people": 'people(ids: ["$subject"]) { name }',
    "Query.topics": 'topics(text: "rus") { name }',
    "Query.recommendations": 'recommendations(eventId: "$event") { personId }',
    "Query.matches": 'matches(eventId: "$event") { openToMeet }',
    "Query.attendees": 'attendees(eventId: "$event") { name }',
    "Query.blockedPeople": "blockedPeople { name }",
    "Query.searchPeople": 'searchPeople(eventId: "$event", text: "Person Subject") { name }',
    "Mutation.updateProfile": 'updateProfile(input: { name: "Nora Newname" }) { name }',
    "Mutation.setOpenToMeet": 'setOpenToMeet(eventId: "$event", openToMeet: true)',
    "Mutation.answerMatch": 'answerMatch(eventId: "$event", personId: "$subject", answer: accept) { personId }',
    "Mutation.blockPerson": 'blockPerson(personId: "$spare", blocked: true)',
    "Query.eventRoom": 'eventRoom(eventId: "$event") { id }',
    "Query.sessionRoom": 'sessionRoom(sessionId: "$session") { id }',
    "Query.messages": 'messages(roomId: "$lobby") { body }',
    "Query.messages.direct": 'messages(roomId: "$direct") { body }',
    "Query.conversations": "conversations { withId }",
    "Query.mutes": 'mutes(eventId: "$event") { userId }',
    "Mutation.directRoom": 'directRoom(personId: "$subject") { id }',
    "Mutation.removeMessage": 'removeMessage(messageId: "$message") { removed }',
    "Mutation.removeMessage.direct": 'removeMessage(messageId: "$secret") { removed }',
    "Mutation.mutePerson": 'mutePerson(eventId: "$event", personId: "$spare", minutes: 5)',
    "Query.call": 'call(id: "$call") { id }',
    "Query.ringingCalls": "ringingCalls { id }",
    "Query.iceServers": "iceServers { expiresAt }",
    "Mutation.startCall": 'startCall(id: "$new", eventId: "$event", personIds: ["$subject"]) { id }',
    "Mutation.inviteToCall": 'inviteToCall(callId: "$call", personIds: ["$spare"]) { id }',
    "Mutation.declineCall": 'declineCall(callId: "$call")',
    "Query.notifications": "notifications { unread }",
    "Query.notificationPreferences": "notificationPreferences { inApp }",
    "Mutation.markNotificationsRead": "markNotificationsRead(ids: [])",
    "Mutation.setNotificationPreference": "setNotificationPreference(kind: call, inApp: true)",
}
"""By its field; what follows a second dot names another object or part of it. The stage's ids stand in for `$names`."""

SOCKETS: Final[dict[str, dict[str, Any]]] = {
    "event.watch": {"eventId": "$event"},
    "event.unwatch": {"eventId": "$event"},
    "event.enter": {"eventId": "$event"},
    "event.exit": {"eventId": "$event"},
    "chat.join": {"roomId": "$lobby", "after": None},
    "chat.join.direct": {"roomId": "$direct", "after": None},
    "chat.leave": {"roomId": "$lobby"},
    "chat.send": {"roomId": "$lobby", "id": "$new", "body": "Hello"},
    "chat.send.direct": {"roomId": "$direct", "id": "$new", "body": "Hello"},
    "chat.read": {"roomId": "$lobby", "seq": 1},
    "chat.read.direct": {"roomId": "$direct", "seq": 1},
    "chat.typing": {"roomId": "$lobby"},
    "call.join": {"callId": "$call", "peerId": "peer"},
    "call.leave": {"callId": "$call", "peerId": "peer"},
    "call.signal": {"callId": "$call", "toPeer": "peer", "data": "sdp"},
}
"""Socket messages, by name likewise."""

HTTP: Final[dict[str, str]] = {"/upload/schedule": "/upload/schedule/$event?filename=schedule.xml"}
"""What the gateway takes besides by POST and somebody's rights decide about."""
