/** The page beside says so, inside the venue; this is for the status alone. */
export default function NoSuchSession() {
  return null;
}
