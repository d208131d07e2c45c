import { Button, Card, SimpleGrid, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { FileUp, LayoutTemplate, type LucideIcon, PencilRuler, Workflow } from "lucide-react";
import { useTranslation } from "react-i18next";
import { linkTarget } from "@/components/AppLink";
import { EmptyState } from "@/components/EmptyState";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";

const WAYS: { id: "empty" | "template" | "import"; icon: LucideIcon; to: string }[] = [
  { id: "empty", icon: PencilRuler, to: `${paths.flows()}?dialog=new` },
  { id: "template", icon: LayoutTemplate, to: paths.gallery() },
  { id: "import", icon: FileUp, to: `${paths.flows()}?dialog=import` },
];

/** The start page of a workspace without flows: three ways to the first one. */
export function FirstFlow() {
  const { t } = useTranslation("dashboard");
  const edits = usePermission("edit");
  if (!edits) return <EmptyState icon={Workflow} title={t("start.title")} description={t("start.viewer")} />;
  return (
    <Stack gap="lg" py="lg">
      <Stack gap={4}>
        <Title order={2}>{t("start.title")}</Title>
        <Text c="dimmed">{t("start.text")}</Text>
      </Stack>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
        {WAYS.map(({ id, icon: Icon, to }) => (
          <Card key={id} p="lg">
            <Stack gap="sm" h="100%" align="flex-start">
              <ThemeIcon variant="light" size={40} radius="md">
                <Icon size={20} aria-hidden />
              </ThemeIcon>
              <Title order={3}>{t(`start.${id}.title`)}</Title>
              <Text c="dimmed" fz="sm" flex={1}>
                {t(`start.${id}.text`)}
              </Text>
              <Button
                variant={id === "empty" ? "filled" : "default"}
                renderRoot={(props) => <Link {...props} {...linkTarget(to)} />}
              >
                {t(`start.${id}.action`)}
              </Button>
            </Stack>
          </Card>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
