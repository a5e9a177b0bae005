export function setAside(web: string): void;
export function handDown(web: string, documents: string): void;
