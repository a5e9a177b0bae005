"use client";

import { Languages } from "lucide-react";

import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Icon } from "@/components/ui/icon";
import { useT } from "@/lib/i18n";
import { useLanguageChoice } from "@/lib/language-choice";
import { isLanguage, languages, offeredLanguages } from "@/lib/locale";

/** The language, for who has no settings because nobody is signed in. */
export function LanguageMenu() {
  const t = useT();
  const [choice, choose] = useLanguageChoice();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={t("shell.language")}>
          <Icon icon={Languages} />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
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
