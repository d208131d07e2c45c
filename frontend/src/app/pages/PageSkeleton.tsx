import { Skeleton, Stack } from "@mantine/core";
import { ListSkeleton } from "@/components/ListSkeleton";

/** What stands on the page while its code or data comes. */
export function PageSkeleton() {
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <Skeleton height={26} width={220} />
        <Skeleton height={16} width={340} maw="80%" />
      </Stack>
      <ListSkeleton />
    </Stack>
  );
}
