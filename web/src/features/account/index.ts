export { InvitationsPage } from "./invitations/invitations-page";
export { ProfilePage } from "./profile/profile-page";
export { WhatOthersSee } from "./profile/profile-preview";
export { SettingsPage } from "./settings/settings-page";
export { AccountPage } from "./sign-in/account-page";
export { loadPersonas } from "./sign-in/load-personas";
export { nextPath } from "./sign-in/next-path";
export { SignedIn } from "./sign-in/signed-in";
