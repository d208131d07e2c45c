import { Anchor, Badge, Drawer, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { connectionUsesQuery } from "@/api/connections/connectionUses";
import { AppLink } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { paths } from "@/lib/paths";

interface UsesDrawerProps {
  connection: Schemas["ConnectionOut"] | null;
  onClose: () => void;
}

/** What names a connection, each with a link. */
export function UsesDrawer({ connection, onClose }: UsesDrawerProps) {
  const { t } = useTranslation("connections");
  return (
    <Drawer
      opened={connection !== null}
      onClose={onClose}
      position="right"
      title={connection && t("connection.usedByOf", { name: connection.name })}
      closeButtonProps={{ "aria-label": t("cancel") }}
    >
      {connection && <Uses id={connection.id} />}
    </Drawer>
  );
}

function Uses({ id }: { id: string }) {
  const { t } = useTranslation("connections");
  const uses = useQuery(connectionUsesQuery(id));
  if (uses.isPending) return <ListSkeleton rows={3} />;
  if (uses.error) return <ErrorState error={uses.error} onRetry={() => void uses.refetch()} />;
  if (uses.data.length === 0) return <Text c="dimmed">{t("connection.unused")}</Text>;
  return (
    <Stack gap="xs">
      {uses.data.map((use) => (
        <Group key={`${use.kind}${use.id}`} gap="xs" wrap="nowrap">
          <Badge color="gray">{t(`connection.kindOfUse.${use.kind}`, { defaultValue: use.kind })}</Badge>
          {use.kind === "flow" ? (
            <AppLink to={paths.flow(use.id)}>{use.name}</AppLink>
          ) : use.kind === "stepDefinition" ? (
            <AppLink to={paths.stepDefinitions()}>{use.name}</AppLink>
          ) : (
            <Anchor component="span">{use.name}</Anchor>
          )}
        </Group>
      ))}
    </Stack>
  );
}
