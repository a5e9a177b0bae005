"use client";

import { LogOut, Monitor, Moon, Settings, Sun, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";

import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
  focusFirst,
} from "@/components/ui/dropdown-menu";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { toast } from "@/components/ui/toast";
import { useT } from "@/lib/i18n";
import { goTo } from "@/lib/language-choice";
import { toProblem } from "@/lib/problem";
import { logout } from "@/lib/session";
import { themeFrom, useTheme } from "@/lib/theme";

import type { AvatarMenuProps } from "./avatar-menu";

/** What the menu of the face in the top bar has in it. */
export function AvatarMenuInside({ user, trigger, opened }: AvatarMenuProps) {
  const t = useT();
  const router = useRouter();
  const leave = () =>
    logout().then(
      () => goTo("/", router.push),
      (error: unknown) => toast({ tone: "error", title: toProblem(error).message }),
    );
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger {...trigger} />
      <DropdownMenuContent className="w-56" onFocus={opened === "key" ? focusFirst : undefined}>
        <div className="px-2 pt-1.5 pb-2">
          <div dir="auto" className="truncate text-13 font-medium">
            {user.name}
          </div>
          <div dir="auto" className="truncate text-12 text-muted">
            {user.email}
          </div>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/profile">
            <Icon icon={UserRound} />
            {t("shell.profile")}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem asChild>
          <Link href="/settings">
            <Icon icon={Settings} />
            {t("shell.settings")}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <ThemeChoices />
        <DropdownMenuSeparator />
        <DropdownMenuItem icon={LogOut} onSelect={() => void leave()}>
          {t("shell.signOut")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function ThemeChoices() {
  const t = useT();
  const [theme, setTheme] = useTheme();
  return (
    <>
      <DropdownMenuLabel>{t("shell.theme")}</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={theme} onValueChange={(next) => setTheme(themeFrom(next))}>
        <DropdownMenuRadioItem value="light">
          <Icon icon={Sun} />
          {t("shell.themeLight")}
        </DropdownMenuRadioItem>
        <DropdownMenuRadioItem value="dark">
          <Icon icon={Moon} />
          {t("shell.themeDark")}
        </DropdownMenuRadioItem>
        <DropdownMenuRadioItem value="system">
          <Icon icon={Monitor} />
          {t("shell.themeSystem")}
        </DropdownMenuRadioItem>
      </DropdownMenuRadioGroup>
    </>
  );
}
