"use client";

import { LogOut, Monitor, Moon, Settings, Sun, UserRound } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";

import { Avatar } from "@/components/ui/avatar";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Icon } from "@/components/ui/icon";
import { toast } from "@/components/ui/toast";
import { useT } from "@/lib/i18n";
import { goTo } from "@/lib/language-choice";
import { toProblem } from "@/lib/problem";
import { logout, type User } from "@/lib/session";
import { themeFrom, useTheme } from "@/lib/theme";

/** The face in the top bar: profile, settings, theme, sign out. */
export function AvatarMenu({
  user,
  photo,
}: {
  user: Pick<User, "id" | "name" | "email">;
  photo?: string | null;
}) {
  const t = useT();
  const router = useRouter();
  const leave = () =>
    logout().then(
      () => goTo("/", router.push),
      (error: unknown) => toast({ tone: "error", title: toProblem(error).message }),
    );
  return (
    <DropdownMenu>
      <DropdownMenuTrigger aria-label={`${t("shell.account")}: ${user.name}`} className="rounded-full">
        <Avatar id={user.id} name={user.name} photo={photo} size={28} decorative />
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-56">
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
