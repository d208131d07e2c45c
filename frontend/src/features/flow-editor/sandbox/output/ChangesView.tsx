import { Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { JsonView } from "@/components/data-view";
import { pathText } from "@/lib/expressions/keys";
import { preview } from "@/lib/expressions/preview";
import type { Json, JsonObject } from "@/lib/expressions/types";
import styles from "../Sandbox.module.css";

const COLORS: Record<string, string> = { add: "teal", remove: "red", replace: "blue" };
const BIG = 80;

/** What a step changed in the context: a line for each place. */
export function ChangesView({ patch }: { patch: readonly JsonObject[] }) {
  const { t } = useTranslation("sandbox");
  if (patch.length === 0)
    return (
      <Text fz="sm" c="dimmed">
        {t("changes.none")}
      </Text>
    );
  return (
    <ul className={styles.rows} aria-label={t("changes.list")}>
      {patch.map((change) => (
        <Change
          key={`${change.op}${change.path}`}
          op={String(change.op)}
          path={String(change.path)}
          value={change.value}
        />
      ))}
    </ul>
  );
}

function Change({ op, path, value }: { op: string; path: string; value: Json }) {
  const { t } = useTranslation("sandbox");
  const text = value === undefined ? "" : preview(value);
  const target = pathOfPointer(path);
  return (
    <li className={styles.row}>
      <Stack gap={4}>
        <Group gap="xs" wrap="nowrap" align="start">
          <Badge size="xs" variant="light" color={COLORS[op] ?? "gray"} style={{ flex: "none" }}>
            {t(`changes.${op}`, { defaultValue: op })}
          </Badge>
          <Text className={styles.code}>{target}</Text>
        </Group>
        {value !== undefined &&
          (text.length > BIG ? (
            <JsonView value={value} rootPath={target} height="auto" compact ariaLabel={target} />
          ) : (
            <Text className={styles.code} c="dimmed">
              {text}
            </Text>
          ))}
      </Stack>
    </li>
  );
}

/** A JSON Pointer as the JSONPath that people read. Parts that are numbers are taken for indexes. */
export function pathOfPointer(pointer: string): string {
  const keys = pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return pathText(keys);
}
