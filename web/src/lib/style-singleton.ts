import { useEffect } from "react";

/**
 * What the package `react-style-singleton` does, which stands under Radix's scroll locks (next.config.ts puts this in
 * its place): a text of styles that is there as long as somebody uses it. Theirs makes a style element, which our
 * Content-Security-Policy refuses on pages that are kept for everybody; a sheet made by scripts is no element.
 */
export function stylesheetSingleton() {
  let users = 0;
  let sheet: CSSStyleSheet | null = null;
  return {
    add(styles: string): void {
      users += 1;
      if (sheet) return;
      sheet = new CSSStyleSheet();
      sheet.replaceSync(styles);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    },
    remove(): void {
      users -= 1;
      if (users > 0 || !sheet) return;
      const gone = sheet;
      sheet = null;
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== gone);
    },
  };
}

/** The same as a hook; the styles are those of its first user unless they are `dynamic`. */
export function styleHookSingleton() {
  const sheet = stylesheetSingleton();
  return function useStyles(styles: string, dynamic?: boolean): void {
    const version = dynamic ? styles : null;
    useEffect(() => {
      sheet.add(styles);
      return () => sheet.remove();
      // eslint-disable-next-line react-hooks/exhaustive-deps -- as theirs: what changes meanwhile waits for the next lock
    }, [version]);
  };
}

/** The same as a component that draws nothing. */
export function styleSingleton() {
  const useStyles = styleHookSingleton();
  return function Styles({ styles, dynamic }: { styles: string; dynamic?: boolean }): null {
    useStyles(styles, dynamic);
    return null;
  };
}
