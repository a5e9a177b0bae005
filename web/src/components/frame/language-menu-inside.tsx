"use client";

import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
  focusFirst,
} from "@/components/ui/dropdown-menu";
import type { MenuInside } from "@/components/ui/later-menu";
import { useT } from "@/lib/i18n";
import { useLanguageChoice } from "@/lib/language-choice";
import { isLanguage, languages, offeredLanguages } from "@/lib/locale";

/** What the menu of languages has in it. */
export function LanguageMenuInside({ trigger, opened }: MenuInside) {
  const t = useT();
  const [choice, choose] = useLanguageChoice();
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" {...trigger} />
      </DropdownMenuTrigger>
      <DropdownMenuContent onFocus={opened === "key" ? focusFirst : undefined}>
        <DropdownMenuRadioGroup
          value={choice}
          onValueChange={(next) => void choose(isLanguage(next) ? next : "browser")}
        >
          <DropdownMenuRadioItem value="browser">{t("shell.languageBrowser")}</DropdownMenuRadioItem>
          {offeredLanguages.map((one) => (
            <DropdownMenuRadioItem key={one} value={one} lang={one}>
              {languages[one].name}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
