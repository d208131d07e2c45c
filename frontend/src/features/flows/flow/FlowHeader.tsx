import { Button, Group, Menu, Text } from "@mantine/core";
import { ArchiveRestore, Ellipsis, PencilLine, Play } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { FlowMenuItem } from "../FlowMenuItem";
import { FlowStatusBadge } from "../FlowStatusBadge";
import { type Flow, flowStatus } from "../flowStatus";
import { Tags } from "../list/FlowCells";
import { useFlowActions } from "../useFlowActions";
import { FlowTitle } from "./FlowTitle";

const RunDialog = lazy(async () => ({ default: (await import("../dialogs/RunDialog")).RunDialog }));

/** A flow's name, what it is for, and what one can do with it. */
export function FlowHeader({ flow }: { flow: Flow }) {
  const { t } = useTranslation("flows");
  return (
    <PageHeader
      title={flow.name}
      heading={<FlowTitle flow={flow} />}
      breadcrumbs={[{ label: t("nav"), to: paths.flows() }]}
      subtitle={
        <>
          {flow.description && <Text mb={6}>{flow.description}</Text>}
          <Group gap="xs" mt={4}>
            <FlowStatusBadge flow={flow} />
            <Tags tags={flow.tags} />
          </Group>
        </>
      }
      actions={<FlowActions flow={flow} />}
    />
  );
}

function FlowActions({ flow }: { flow: Flow }) {
  const { t } = useTranslation("flows");
  const actions = useFlowActions(flow);
  const edits = usePermission("edit");
  const runs = usePermission("run");
  const [running, setRunning] = useState(false);
  const archived = flowStatus(flow) === "archived";
  return (
    <>
      {runs && !archived && (
        <Button
          variant="default"
          leftSection={<Play size={15} aria-hidden />}
          onClick={() => setRunning(true)}
        >
          {t("action.run")}
        </Button>
      )}
      {edits && !archived && (
        <Button leftSection={<PencilLine size={15} aria-hidden />} onClick={actions.edit}>
          {t("action.edit")}
        </Button>
      )}
      {edits && archived && (
        <Button leftSection={<ArchiveRestore size={15} aria-hidden />} onClick={actions.restore}>
          {t("action.restore")}
        </Button>
      )}
      <Menu position="bottom-end" width={190}>
        <Menu.Target>
          <IconButton icon={Ellipsis} label={t("actionsOf", { name: flow.name })} />
        </Menu.Target>
        <Menu.Dropdown>
          {edits && <FlowMenuItem action="clone" onClick={actions.clone} />}
          <FlowMenuItem action="export" onClick={actions.exportJson} />
          {edits && !archived && <FlowMenuItem action="archive" onClick={actions.archive} />}
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {running && <RunDialog flow={flow} onClose={() => setRunning(false)} />}
      </Suspense>
    </>
  );
}
