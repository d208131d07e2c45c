import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { Outlet } from "@tanstack/react-router";

/** What every page has around it, signed in or not. */
export function Root() {
  return (
    <ModalsProvider modalProps={{ centered: true }}>
      <Notifications position="bottom-right" containerWidth={400} />
      <Outlet />
    </ModalsProvider>
  );
}
