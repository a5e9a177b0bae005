"use client";

import { useState } from "react";

import { KeyHelp, openKeyHelp, Page, PageTitle, TopBar } from "@/components/frame";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { useTheme, type ThemeChoice } from "@/lib/theme";

import { ControlShelves } from "./controls";
import { DisplayShelves } from "./display";
import { OverlayShelves } from "./overlays";

export function Gallery() {
  const [theme, setTheme] = useTheme();
  const [text, setText] = useState("");
  return (
    <>
      <TopBar search={false} />
      <Page>
        <PageTitle
          aside={
            <Segmented<ThemeChoice>
              label="Theme"
              value={theme}
              onValueChange={setTheme}
              segments={[
                { value: "light", label: "Light" },
                { value: "dark", label: "Dark" },
                { value: "system", label: "System" },
              ]}
            />
          }
        >
          Gallery
        </PageTitle>
        <ControlShelves text={text} setText={setText} />
        <DisplayShelves />
        <OverlayShelves />
        <Button onClick={openKeyHelp}>Keyboard help</Button>
        <KeyHelp />
      </Page>
    </>
  );
}
