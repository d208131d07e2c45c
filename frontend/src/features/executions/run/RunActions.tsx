import { Button, Menu } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Ban, Download, Ellipsis, GitCompareArrows, PackageOpen, Pause, Play, SquarePen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { pauseExecution } from "@/api/executions/pauseExecution";
import { resumeExecution } from "@/api/executions/resumeExecution";
import { type ExecutionDetail, isOver } from "@/api/executions/types";
import { linkTarget } from "@/components/AppLink";
import { IconButton } from "@/components/IconButton";
import { Kbd } from "@/components/Kbd";
import { notifyError, notifySuccess } from "@/components/notify";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { cancelRun } from "../list/cancelRuns";
import { RedriveMenu } from "../redrive/RedriveMenu";
import { downloadCapsule, downloadRun } from "./downloadRun";
import { editorAddress } from "./openInEditor";
import { useCompare } from "./useCompare";
import type { RunPage } from "./useRunPage";

interface RunActionsProps {
  page: RunPage;
  execution: ExecutionDetail;
}

/** What one can ask of a run, as far as its status and one's role allow. */
export function RunActions({ page, execution }: RunActionsProps) {
  const { t } = useTranslation("run");
  const mayRun = usePermission("run");
  const live = mayRun && !isOver(execution.status);
  return (
    <>
      {live && execution.status === "PAUSED" && (
        <Asking
          label={t("action.resume")}
          icon={<Play size={15} aria-hidden />}
          ask={resumeExecution}
          told={t("action.resumeAsked")}
          page={page}
        />
      )}
      {live && execution.status !== "PAUSED" && !execution.pauseRequestedAt && (
        <Asking
          label={t("action.pause")}
          icon={<Pause size={15} aria-hidden />}
          ask={pauseExecution}
          told={t("action.pauseAsked")}
          page={page}
        />
      )}
      {live && !execution.cancelRequestedAt && (
        <Button
          variant="light"
          color="red"
          leftSection={<Ban size={15} aria-hidden />}
          onClick={() => void cancelRun(page.id).then((asked) => asked && page.refresh())}
        >
          {t("action.cancel")}
        </Button>
      )}
      <RedriveMenu run={execution} />
      <EditorButton page={page} execution={execution} />
      <MoreMenu page={page} execution={execution} />
    </>
  );
}

interface AskingProps {
  label: string;
  icon: React.ReactNode;
  ask: (id: string) => Promise<unknown>;
  told: string;
  page: RunPage;
}

function Asking({ label, icon, ask, told, page }: AskingProps) {
  const asking = useMutation({
    mutationFn: () => ask(page.id),
    onSuccess: () => notifySuccess(told),
    onError: notifyError,
    onSettled: page.refresh,
  });
  return (
    <Button variant="default" leftSection={icon} loading={asking.isPending} onClick={() => asking.mutate()}>
      {label}
    </Button>
  );
}

function EditorButton({ page, execution }: RunActionsProps) {
  const { t } = useTranslation("run");
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayEdit = usePermission("edit");
  const opening = useMutation({
    mutationFn: () =>
      editorAddress(client, {
        flowId: execution.flowId,
        version: execution.flowVersion,
        stepId: page.chosen?.stepInstanceId,
        mayEdit,
      }),
    onSuccess: (address) => navigate(linkTarget(address)),
    onError: notifyError,
  });
  return (
    <Button
      variant="default"
      leftSection={<SquarePen size={15} aria-hidden />}
      loading={opening.isPending}
      onClick={() => opening.mutate()}
    >
      {mayEdit ? t("action.editor") : t("action.viewer")}
    </Button>
  );
}

function MoreMenu({ page, execution }: RunActionsProps) {
  const { t } = useTranslation("run");
  const client = useQueryClient();
  const navigate = useNavigate();
  const comparing = useCompare(page.id);
  const downloading = useMutation({
    mutationFn: (what: "run" | "capsule") =>
      what === "run" ? downloadRun(client, page.id) : downloadCapsule(page.id),
    onError: notifyError,
  });
  const { redriveOf } = execution.lineage;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton
          icon={Ellipsis}
          label={t("action.more")}
          variant="default"
          loading={downloading.isPending || comparing.isPending}
        />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<GitCompareArrows size={15} />}
          rightSection={<Kbd keys="C" />}
          onClick={() => comparing.mutate()}
        >
          {t("action.compareGood")}
        </Menu.Item>
        {redriveOf && (
          <Menu.Item
            leftSection={<GitCompareArrows size={15} />}
            onClick={() => void navigate({ to: paths.compareRuns(redriveOf, page.id) })}
          >
            {t("action.compareOrigin")}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<Download size={15} />} onClick={() => downloading.mutate("run")}>
          {t("action.download")}
        </Menu.Item>
        <Menu.Item leftSection={<PackageOpen size={15} />} onClick={() => downloading.mutate("capsule")}>
          {t("action.capsule")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
