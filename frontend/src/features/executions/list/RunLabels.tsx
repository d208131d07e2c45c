import { Badge, Group, Tooltip } from "@mantine/core";
import classes from "./list.module.css";

/** The labels of a run: the first ones, and how many more. */
export function RunLabels({ labels, most = 2 }: { labels: Record<string, string>; most?: number }) {
  const all = Object.entries(labels).map(([key, value]) => `${key}:${value}`);
  const more = all.slice(most);
  return (
    <Group gap={4} wrap="nowrap" miw={0}>
      {all.slice(0, most).map((label) => (
        <Badge key={label} size="sm" color="gray" className={classes.label} title={label}>
          {label}
        </Badge>
      ))}
      {more.length > 0 && (
        <Tooltip label={more.join("\n")} multiline style={{ whiteSpace: "pre" }}>
          <Badge size="sm" color="gray" style={{ flexShrink: 0 }}>
            +{more.length}
          </Badge>
        </Tooltip>
      )}
    </Group>
  );
}
