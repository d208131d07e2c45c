import { Box, Button, Group, SegmentedControl, Stack, Switch } from "@mantine/core";
import { FolderPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { AddButton } from "../AddButton";
import classes from "../form.module.css";
import { RemoveButton } from "../RowButton";
import { ConditionRowView } from "./ConditionRowView";
import { blankRow, type ConditionGroup, type ConditionNode } from "./model";

interface ConditionBuilderProps {
  group: ConditionGroup;
  readOnly: boolean;
  onChange: (group: ConditionGroup) => void;
  onRemove?: () => void;
  depth?: number;
  /** The paths are not on the context: no sample is tried. */
  blind?: boolean;
}

const MAX_DEPTH = 4;

/** Rows that are joined by "and" or "or"; groups nest. */
export function ConditionBuilder({
  group,
  readOnly,
  onChange,
  onRemove,
  depth = 0,
  blind = false,
}: ConditionBuilderProps) {
  const { t } = useTranslation("form");
  const put = (items: readonly ConditionNode[]) => onChange({ ...group, items });
  const replace = (index: number, node: ConditionNode) =>
    put(group.items.map((item, at) => (at === index ? node : item)));
  const remove = (index: number) => put(group.items.filter((_, at) => at !== index));
  const showJoin = group.items.length > 1 || group.not || depth > 0;
  return (
    <Box role="group" aria-label={t("condition.group")} className={depth > 0 ? classes.condition : undefined}>
      <Stack gap="xs">
        {showJoin && (
          <Group gap="xs">
            <SegmentedControl
              size="xs"
              aria-label={t("condition.join")}
              value={group.join}
              disabled={readOnly}
              data={[
                { value: "and", label: t("condition.all") },
                { value: "or", label: t("condition.any") },
              ]}
              onChange={(join) => onChange({ ...group, join: join === "or" ? "or" : "and" })}
            />
            <Switch
              size="xs"
              label={t("condition.notGroup")}
              checked={group.not}
              disabled={readOnly}
              onChange={(event) => onChange({ ...group, not: event.currentTarget.checked })}
            />
            {onRemove && !readOnly && <RemoveButton label={t("condition.removeGroup")} onClick={onRemove} />}
          </Group>
        )}
        {group.items.map((item, index) => {
          const key = `${depth}.${index}`;
          return item.kind === "row" ? (
            <ConditionRowView
              blind={blind}
              key={key}
              row={item}
              readOnly={readOnly}
              onChange={(row) => replace(index, row)}
              onRemove={() => remove(index)}
            />
          ) : (
            <ConditionBuilder
              blind={blind}
              key={key}
              group={item}
              depth={depth + 1}
              readOnly={readOnly}
              onChange={(next) => replace(index, next)}
              onRemove={() => remove(index)}
            />
          );
        })}
        {!readOnly && (
          <Group gap={4}>
            <AddButton label={t("condition.add")} onClick={() => put([...group.items, blankRow()])} />
            {depth < MAX_DEPTH && group.items.length > 0 && (
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                leftSection={<FolderPlus size={14} />}
                onClick={() =>
                  put([
                    ...group.items,
                    {
                      kind: "group",
                      not: false,
                      join: group.join === "and" ? "or" : "and",
                      items: [blankRow()],
                    },
                  ])
                }
              >
                {t("condition.addGroup")}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Box>
  );
}
