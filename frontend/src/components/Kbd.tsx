import { Group, Kbd as MantineKbd } from "@mantine/core";
import { keyNames } from "@/lib/keys";

/** Keys of a shortcut, such as "Mod+Z" (Mod is Ctrl, or ⌘ on a Mac). */
export function Kbd({ keys }: { keys: string }) {
  return (
    <Group component="span" gap={4} wrap="nowrap" display="inline-flex">
      {keyNames(keys).map((key) => (
        <MantineKbd key={key} size="xs">
          {key}
        </MantineKbd>
      ))}
    </Group>
  );
}
