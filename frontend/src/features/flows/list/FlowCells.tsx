import { Badge, Group, Text } from "@mantine/core";
import { AppLink } from "@/components/AppLink";
import { paths } from "@/lib/paths";
import type { Flow } from "../flowStatus";
import classes from "./FlowCells.module.css";

/** A flow's name as a link, its description in one line, and its tags. */
export function FlowName({ flow }: { flow: Flow }) {
  return (
    <div className={classes.name}>
      <AppLink to={paths.flow(flow.id)} fw={600} c="var(--mantine-color-text)" display="block" truncate>
        {flow.name}
      </AppLink>
      {flow.description && (
        <Text fz="sm" c="dimmed" truncate>
          {flow.description}
        </Text>
      )}
      {flow.tags.length > 0 && (
        <Group mt={4}>
          <Tags tags={flow.tags} />
        </Group>
      )}
    </div>
  );
}

/** Tags in gray; the first three, and how many more there are. */
export function Tags({ tags }: { tags: readonly string[] }) {
  const rest = tags.length - 3;
  return tags.length ? (
    <Group gap={4} wrap="nowrap" className={classes.tags}>
      {tags.slice(0, 3).map((tag) => (
        <Badge key={tag} color="gray" size="sm" radius="sm" className={classes.tag}>
          {tag}
        </Badge>
      ))}
      {rest > 0 && (
        <Text fz="xs" c="dimmed" title={tags.slice(3).join(", ")}>
          +{rest}
        </Text>
      )}
    </Group>
  ) : null;
}
