import { Alert, Badge, Group, List, ScrollArea, Stack, Text, Title } from "@mantine/core";
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Report } from "./importSource";

/** What an import would make, which names are taken, and what is wrong with it. */
export function ImportReport({ report }: { report: Report }) {
  const { t } = useTranslation("flows");
  const clean = !report.conflicts.length && !report.problems.length;
  return (
    <Stack gap="md">
      {clean && (
        <Alert color="teal" icon={<CircleCheck size={18} aria-hidden />}>
          {t("import.clean")}
        </Alert>
      )}
      <Section title={t("import.creates", { count: report.created.length })}>
        {report.created.map((one) => (
          <Group key={`${one.kind}${one.sourceId}${one.name}`} gap="xs" wrap="nowrap">
            <Badge color="gray" radius="sm" miw={110}>
              {t(`import.kind.${one.kind}`, { defaultValue: one.kind })}
            </Badge>
            <Text fz="sm">{one.name}</Text>
          </Group>
        ))}
      </Section>
      {report.conflicts.length > 0 && (
        <Alert
          color="yellow"
          icon={<TriangleAlert size={18} aria-hidden />}
          title={t("import.conflicts", { count: report.conflicts.length })}
        >
          <List size="sm" spacing={4}>
            {report.conflicts.map((one) => (
              <List.Item key={`${one.kind}${one.name}`}>{one.message}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {report.problems.length > 0 && (
        <Alert
          color="orange"
          icon={<CircleAlert size={18} aria-hidden />}
          title={t("import.problems", { count: report.problems.length })}
        >
          <ScrollArea.Autosize mah={180}>
            <List size="sm" spacing={4}>
              {report.problems.map((one) => (
                <List.Item key={`${one.name}${one.path}${one.message}`}>
                  <Text span fw={600} fz="sm">
                    {one.name}
                  </Text>{" "}
                  {one.path && (
                    <Text span ff="monospace" fz="xs">
                      {one.path}
                    </Text>
                  )}{" "}
                  {one.message}
                </List.Item>
              ))}
            </List>
          </ScrollArea.Autosize>
        </Alert>
      )}
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Stack gap="xs">
      <Title order={3}>{title}</Title>
      <ScrollArea.Autosize mah={200}>
        <Stack gap={6}>{children}</Stack>
      </ScrollArea.Autosize>
    </Stack>
  );
}
