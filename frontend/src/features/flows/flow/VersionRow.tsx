import { Button, Checkbox, Group, Menu, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import {
  Download,
  Ellipsis,
  Eye,
  FilePlus2,
  PencilLine,
  Rocket,
  RotateCcw,
  Trash2,
  Undo2,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { AppLink, linkTarget } from "@/components/AppLink";
import { IconButton } from "@/components/IconButton";
import { RelativeTime } from "@/components/RelativeTime";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { type Flow, flowStatus } from "../flowStatus";
import { useVersionActions } from "./useVersionActions";
import { VersionBadge } from "./VersionBadge";

interface VersionRowProps {
  flow: Flow;
  version: Schemas["FlowVersionSummary"];
  /** The flow has no other: it can be neither compared nor deleted. */
  isOnly: boolean;
  picked: boolean;
  onPick: () => void;
}

/** One version in the list. */
export function VersionRow({ flow, version, isOnly, picked, onPick }: VersionRowProps) {
  const { t } = useTranslation("flows");
  const { number } = version;
  return (
    <Table.Tr>
      {!isOnly && (
        <Table.Td>
          <Checkbox checked={picked} onChange={onPick} aria-label={t("versions.pickOne", { number })} />
        </Table.Td>
      )}
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <AppLink to={paths.version(flow.id, number)} fw={600}>
            v{number}
          </AppLink>
          <VersionBadge status={version.status} />
        </Group>
      </Table.Td>
      <Table.Td>
        <Text fz="sm" lineClamp={2} c={version.changeNote ? undefined : "dimmed"}>
          {version.changeNote || t("versions.noNote")}
        </Text>
      </Table.Td>
      <Table.Td>
        <When at={version.updatedAt} by={version.updatedBy || version.createdBy} />
      </Table.Td>
      <Table.Td>
        {version.publishedAt ? (
          <When at={version.publishedAt} by={version.publishedBy} />
        ) : (
          <Text c="dimmed">–</Text>
        )}
      </Table.Td>
      <Table.Td>
        <RowActions flow={flow} version={version} isOnly={isOnly} />
      </Table.Td>
    </Table.Tr>
  );
}

function When({ at, by }: { at: string; by: string }) {
  return (
    <>
      <Text fz="sm">
        <RelativeTime at={at} />
      </Text>
      <Text fz="xs" c="dimmed" truncate>
        {by}
      </Text>
    </>
  );
}

function RowActions({ flow, version, isOnly }: Pick<VersionRowProps, "flow" | "version" | "isOnly">) {
  const { t } = useTranslation("flows");
  const { number, status } = version;
  const actions = useVersionActions(flow, version);
  const archived = flowStatus(flow) === "archived";
  const edits = usePermission("edit") && !archived;
  const publishes = usePermission("publish") && !archived;
  const isDraft = status === "draft";
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      {isDraft && edits ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<PencilLine size={14} aria-hidden />}
          renderRoot={(props) => <Link {...props} {...linkTarget(paths.editor(flow.id, number))} />}
        >
          {t("action.edit")}
        </Button>
      ) : (
        <Button
          size="xs"
          variant="default"
          leftSection={<Eye size={14} aria-hidden />}
          renderRoot={(props) => <Link {...props} {...linkTarget(paths.version(flow.id, number))} />}
        >
          {t("versions.view")}
        </Button>
      )}
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <IconButton icon={Ellipsis} label={t("versions.actionsOf", { number })} />
        </Menu.Target>
        <Menu.Dropdown>
          {publishes && status !== "published" && (
            <Menu.Item
              leftSection={isDraft ? <Rocket size={15} aria-hidden /> : <RotateCcw size={15} aria-hidden />}
              onClick={actions.publish}
            >
              {isDraft ? t("versions.publish") : t("versions.rollBack")}
            </Menu.Item>
          )}
          {publishes && status === "published" && (
            <Menu.Item leftSection={<Undo2 size={15} aria-hidden />} onClick={actions.unpublish}>
              {t("versions.unpublish")}
            </Menu.Item>
          )}
          {edits && (
            <Menu.Item leftSection={<FilePlus2 size={15} aria-hidden />} onClick={actions.draft}>
              {t("versions.draftFrom")}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Download size={15} aria-hidden />} onClick={actions.exportJson}>
            {t("action.export")}
          </Menu.Item>
          {edits && isDraft && !isOnly && (
            <Menu.Item color="red" leftSection={<Trash2 size={15} aria-hidden />} onClick={actions.remove}>
              {t("versions.delete")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
