import { Drawer, MantineProvider, Modal } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import axe from "axe-core";
import { expect, it } from "vitest";
import { theme } from "./theme";

it.each([
  ["dialog", Modal],
  ["drawer", Drawer],
])("the page has one banner while a %s is open", async (_, Dialog) => {
  render(
    <MantineProvider env="test" theme={theme}>
      <header>The panel</header>
      <main>A page</main>
      <Dialog opened onClose={() => undefined} title="A question">
        Sure?
      </Dialog>
    </MantineProvider>,
  );
  expect(await screen.findByRole("dialog", { name: "A question" })).toBeVisible();
  const { violations } = await axe.run(document.body, {
    runOnly: ["landmark-no-duplicate-banner", "landmark-banner-is-top-level", "aria-allowed-role"],
  });
  expect(violations.map((violation) => violation.id)).toEqual([]);
});
