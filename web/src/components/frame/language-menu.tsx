"use client";

import { Languages } from "lucide-react";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { later } from "@/components/ui/later";
import { closed, useLaterMenu, type MenuInside } from "@/components/ui/later-menu";
import { useT } from "@/lib/i18n";

const Waiting = ({ trigger }: MenuInside) => <Button variant="ghost" size="icon" {...trigger} {...closed} />;
const Menu = later(() => import("./language-menu-inside").then((one) => one.LanguageMenuInside), Waiting);

/** The language, for who has no settings because nobody is signed in. */
export function LanguageMenu() {
  const t = useT();
  const [opened, events] = useLaterMenu(Menu);
  const trigger = { "aria-label": t("shell.language"), children: <Icon icon={Languages} /> };
  if (opened) return <Menu trigger={trigger} opened={opened} />;
  return <Button variant="ghost" size="icon" {...trigger} {...events} />;
}
