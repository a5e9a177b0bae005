import { titled } from "@/components/frame/head";
import { SpeakingOrganising } from "@/components/frame/speaking-organising";
import { Inside, Page } from "@/components/frame";
import { HostEvent } from "@/features/organiser";
import { isNobody } from "@/lib/visitor";

export const generateMetadata = titled("organiser.hostTitle", { robots: { index: false } });

export default async function HostPage() {
  return (
    <Page className="max-w-[752px] md:max-w-[784px]">
      <Inside>
        <SpeakingOrganising>
          <HostEvent nobody={await isNobody()} />
        </SpeakingOrganising>
      </Inside>
    </Page>
  );
}
