import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import { limits } from "@/gen/limits";
import { Problem } from "@/lib/problem";
import { gateway, type Gateway } from "@/test/gateway";

import { ProfilePage } from "./profile-page";

const topic = (name: string) => ({ id: name, name });
const profile = {
  ...{ id: "u1", name: "Noor", headline: "", bio: "", location: "", links: [], languages: [], timeZone: "" },
  ...{ interests: [topic("Rust")], offers: [], needs: [] },
};

let server: Gateway;
beforeEach(() => {
  server = gateway({
    MyProfile: () => ({ myProfile: profile }),
    Topics: () => ({ topics: [] }),
    UpdateProfile: ({ input }) => ({
      updateProfile: {
        ...profile,
        ...(input as object),
        ...{ interests: [topic("Rust")], offers: [], needs: [] },
      },
    }),
  });
});

const open = async () => {
  const user = userEvent.setup();
  const shown = render(<ProfilePage />);
  return { user, name: await screen.findByLabelText("Name"), ...shown };
};
const saves = () => server.asked.filter(({ name }) => name === "UpdateProfile");

it("saves what was typed, once, and is clean after it", async () => {
  const { user, name } = await open();
  expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
  await user.type(name, " Haddad{Enter}{Enter}");
  await waitFor(() => expect(screen.queryByText("Not saved yet")).not.toBeInTheDocument());
  expect(saves().map(({ variables }) => (variables["input"] as { name: string }).name)).toEqual([
    "Noor Haddad",
  ]);
  expect(name).toHaveValue("Noor Haddad");
});

it("says beside the button why it was not saved, and keeps what was typed over a reload", async () => {
  const { user, name, unmount } = await open();
  server.answers["UpdateProfile"] = () => {
    throw new Problem("unavailable", "Try again in a minute.");
  };
  await user.type(name, " Haddad{Enter}");
  await waitFor(() =>
    expect(screen.getByRole("alert")).toHaveTextContent(
      "Your profile was not saved. What you typed is kept. Try again in a minute.",
    ),
  );
  unmount();
  expect((await open()).name).toHaveValue("Noor Haddad");
});

it("brings the server's refusal of a topic to its field, also when there is no room to type", async () => {
  const full = Array.from({ length: limits.ProfileInput.interests.items }, (_, i) => topic(`t${i}`));
  server.answers["MyProfile"] = () => ({ myProfile: { ...profile, interests: full } });
  server.answers["UpdateProfile"] = () => {
    throw new Problem("invalid", "This is no topic.", { field: "interests" });
  };
  const { user, name } = await open();
  await user.type(name, " Haddad{Enter}");
  const field = screen.getByLabelText(/^Interested in/u);
  await waitFor(() => expect(field).toHaveAccessibleDescription("This is no topic."));
  expect(screen.getByRole("button", { name: "Take away t0" })).toHaveFocus();
});

it("takes a word that was not yet added along when the field is left", async () => {
  const { user } = await open();
  const field = screen.getByLabelText(/^Can offer/u);
  await user.type(field, "Kafka");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(saves()).toHaveLength(1));
  expect(saves()[0]?.variables["input"]).toMatchObject({ offers: ["Kafka"] });
});

it("says what is wrong with a link when the field is left, and previews what is typed", async () => {
  const { user, name } = await open();
  await user.type(screen.getByLabelText(/^Links/u), "javascript:alert(1)");
  await user.tab();
  expect(screen.getByLabelText(/^Links/u)).toHaveAccessibleDescription(/A link is a web address/u);
  await user.clear(name);
  await user.type(name, "Mei");
  const preview = screen.getByRole("complementary");
  expect(within(preview).getByText("Mei")).toBeInTheDocument();
});
