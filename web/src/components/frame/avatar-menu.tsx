"use client";

import { Avatar } from "@/components/ui/avatar";
import { later } from "@/components/ui/later";
import { closed, useLaterMenu, type MenuInside } from "@/components/ui/later-menu";
import { useT } from "@/lib/i18n";
import type { User } from "@/lib/session";

type Shown = Pick<User, "id" | "name" | "email">;
export type AvatarMenuProps = MenuInside & { user: Shown };

const Waiting = ({ trigger }: AvatarMenuProps) => <button {...trigger} {...closed} />;
const Menu = later(() => import("./avatar-menu-inside").then((one) => one.AvatarMenuInside), Waiting);

/** The face in the top bar: profile, settings, theme, sign out. */
export function AvatarMenu({ user, photo }: { user: Shown; photo?: string | null }) {
  const t = useT();
  const [opened, events] = useLaterMenu(Menu);
  const trigger = {
    "aria-label": `${t("shell.account")}: ${user.name}`,
    className: "rounded-full",
    children: <Avatar id={user.id} name={user.name} photo={photo} size={28} decorative />,
  };
  if (opened) return <Menu user={user} trigger={trigger} opened={opened} />;
  return <button {...trigger} {...events} />;
}
