import { Badge, Card, Code, Group, Stack, Table, Text, Title, UnstyledButton } from "@mantine/core";
import { Equal } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import type { FieldChange } from "@/lib/definition/fieldChanges";
import classes from "./ChangeList.module.css";
import type { VersionChange } from "./changes";

const COLORS: Record<VersionChange["kind"], string> = {
  added: "var(--allma-ok)",
  removed: "var(--allma-fail)",
  changed: "var(--allma-wait)",
  moved: "var(--allma-skip)",
  variables: "var(--allma-wait)",
  settings: "var(--allma-wait)",
};

interface ChangeListProps {
  changes: readonly VersionChange[];
  at: number;
  onPick: (index: number) => void;
}

/** Every difference, field by field. */
export function ChangeList({ changes, at, onPick }: ChangeListProps) {
  const { t } = useTranslation("flows");
  if (!changes.length)
    return <EmptyState icon={Equal} title={t("compare.same")} description={t("compare.sameText")} />;
  return (
    <Stack gap="sm" mt="lg">
      <Title order={2}>{t("compare.changes", { count: changes.length })}</Title>
      {changes.map((change, index) => (
        <ChangeCard
          key={`${change.kind}${change.id}`}
          change={change}
          active={index === at}
          onPick={() => onPick(index)}
        />
      ))}
    </Stack>
  );
}

interface ChangeCardProps {
  change: VersionChange;
  active: boolean;
  onPick: () => void;
}

function ChangeCard({ change, active, onPick }: ChangeCardProps) {
  const { t } = useTranslation("flows");
  const card = useRef<HTMLDivElement>(null);
  const was = useRef(active);
  useEffect(() => {
    if (active && !was.current) card.current?.scrollIntoView({ block: "nearest" });
    was.current = active;
  }, [active]);
  const color = COLORS[change.kind];
  return (
    <Card ref={card} p="sm" className={classes.card} data-active={active || undefined}>
      <Group gap="sm" wrap="nowrap">
        <Badge
          radius="sm"
          style={{
            "--badge-color": color,
            "--badge-bg": `color-mix(in srgb, ${color} 12%, transparent)`,
            flexShrink: 0,
          }}
        >
          {t(`compare.kind.${change.kind}`)}
        </Badge>
        <UnstyledButton onClick={onPick} aria-current={active || undefined} className={classes.name}>
          {change.stepId ?? t(`compare.about.${change.kind}`)}
        </UnstyledButton>
      </Group>
      {change.fields.length > 0 && <Fields fields={change.fields} />}
    </Card>
  );
}

function Fields({ fields }: { fields: readonly FieldChange[] }) {
  const { t } = useTranslation("flows");
  return (
    <Table.ScrollContainer minWidth={480} mt="xs">
      <Table className={classes.table} verticalSpacing={6} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="30%">{t("compare.field")}</Table.Th>
            <Table.Th>{t("compare.before")}</Table.Th>
            <Table.Th>{t("compare.after")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map((field) => (
            <Table.Tr key={`${field.path}${JSON.stringify(field.after)}`}>
              <Table.Td>
                <Text ff="monospace" fz="xs" style={{ overflowWrap: "anywhere" }}>
                  {field.path.slice(1).replaceAll("/", " › ")}
                </Text>
              </Table.Td>
              <Value value={field.before} />
              <Value value={field.after} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Value({ value }: { value: unknown }) {
  const { t } = useTranslation("flows");
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <Table.Td>
      {value === undefined ? (
        <Text fz="xs" c="dimmed">
          {t("compare.nothing")}
        </Text>
      ) : (
        <Code block className={classes.value}>
          {text}
        </Code>
      )}
    </Table.Td>
  );
}
