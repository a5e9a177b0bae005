/**
 * A file that is dropped on a page, beside what takes files, would be opened instead of it: the call left, the half-written
 * message gone. Nothing happens instead. Returns what stops it.
 */
export function startFileDrop(): () => void {
  const keep = (event: DragEvent) => {
    // Whoever takes it has said so.
    if (event.defaultPrevented || !hasFiles(event.dataTransfer)) return;
    if (event.target instanceof HTMLInputElement && event.target.type === "file") return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
  };
  window.addEventListener("dragover", keep);
  window.addEventListener("drop", keep);
  return () => {
    window.removeEventListener("dragover", keep);
    window.removeEventListener("drop", keep);
  };
}

/** Whether files are dragged or pasted, perhaps with text beside them. */
export const hasFiles = (data: Pick<DataTransfer, "types"> | null): boolean =>
  data?.types.includes("Files") ?? false;
