/** The frame of every page: bars, menus, palette and keys. It knows no feature; what is special comes in slots. */
export { AvatarMenu } from "./avatar-menu";
export {
  CommandPalette,
  type CommandPaletteProps,
  type PaletteGroup,
  type PaletteItem,
} from "./command-palette";
export { ConnectionBar } from "./connection-bar";
export { KeyHelp, type KeyGroup } from "./key-help";
export { Frame, FoldPanelButton, type FrameProps, type OpenPanel } from "./frame";
export { commandKey } from "./keys";
export { Inside } from "./inside";
export { EventMark, Logo, LogoMark } from "./logo";
export { NeedsScripts, NeedsScriptsHere } from "./needs-scripts";
export { NothingHere, NothingWords } from "./nothing-here";
export { Page, PageTitle } from "./page";
export {
  isPanelOpen,
  openPanel,
  setFolded as setPanelFolded,
  setSheet as setPanelSheet,
  type PageKind,
} from "./panel-state";
export { openKeyHelp, openPalette } from "./palette-state";
export { SecondLook } from "./second-look";
export { StructuredData } from "./structured-data";
export { SearchButton, TopBar, type TopBarProps } from "./top-bar";
export { mainId } from "./skip-link";
export { useFrameKeys } from "./use-frame-keys";
