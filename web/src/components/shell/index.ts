export { AvatarMenu } from "./avatar-menu";
export {
  CommandPalette,
  type CommandPaletteProps,
  type PaletteGroup,
  type PaletteItem,
} from "./command-palette";
export { ConnectionBar } from "./connection-bar";
export { KeyHelp, type KeyGroup } from "./key-help";
export { EventMark, Logo, LogoMark } from "./logo";
export { Page, PageTitle } from "./page";
export { openKeyHelp, openPalette } from "./palette-state";
export { setFolded as setPanelFolded, setSheet as setPanelSheet } from "./panel-state";
export { SearchButton, TopBar, type TopBarProps } from "./top-bar";
export { useShellKeys } from "./use-shell-keys";
export { FoldPanelButton, VenueFrame } from "./venue-frame";
export { venuePlaces } from "./venue-nav";
export type {
  OpenToMeet,
  VenueCounts,
  VenueEvent,
  VenueFrameProps,
  VenueNext,
  VenueNow,
} from "./venue-types";
