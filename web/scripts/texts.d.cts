import type { Text } from "../src/lib/icu";

declare function loader(source: string): string;
declare namespace loader {
  function compiled(json: string): Record<string, Text>;
  function read(text: string): Text;
}
export = loader;
