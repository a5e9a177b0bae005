/** Most pages of the venue are about the event, and that is there. */
export default function Nothing() {
  return null;
}
