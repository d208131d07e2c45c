import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { listExecutions } from "@/api/executions/listExecutions";
import { startExecution } from "@/api/executions/startExecution";
import { ErrorState } from "@/components/ErrorState";
import { notifySuccess } from "@/components/notify";
import { fieldErrors, PayloadField } from "@/components/schema-form/PayloadField";
import { paths } from "@/lib/paths";
import { relativeTime } from "@/lib/time";
import { useSendOnce } from "@/lib/useSendOnce";
import { isRecord } from "../autosave/equal";
import { ProblemGroup } from "../panels/problems/ProblemGroup";
import { useProblems } from "../panels/problemsStore";
import { useDialog, useEditorSession } from "../session";
import { useEditor, useEditorStore } from "../store";
import { lastInput, rememberInput } from "./lastInput";
import { useFollowedRun } from "./runStore";

/** Asks for the input and starts the version that is open, unsaved changes included; the canvas then shows the run. */
export function RunDialog() {
  const { t } = useTranslation("flow-editor");
  const { flow, version } = useEditorSession();
  const { dialog, show } = useDialog();
  return (
    <Modal
      opened={dialog === "run"}
      onClose={() => show("none")}
      title={t("run.title", { name: flow.name, number: version.number })}
      size="lg"
    >
      <RunForm onDone={() => show("none")} />
    </Modal>
  );
}

function remembered(flowId: string): unknown {
  try {
    return JSON.parse(lastInput(flowId) ?? "");
  } catch {
    return undefined;
  }
}

function RunForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("flow-editor");
  const { flow, version, autosaver } = useEditorSession();
  const store = useEditorStore();
  const client = useQueryClient();
  const schema = useEditor((state) => state.document.inputSchema);
  const follow = useFollowedRun((state) => state.follow);
  const [input, setInput] = useState<unknown>(() => remembered(flow.id) ?? {});
  const [isValid, setValid] = useState(true);
  const [turn, setTurn] = useState(0);
  const keyOf = useSendOnce();
  const start = useMutation({
    mutationFn: async () => {
      await autosaver?.settled();
      const wanted = { version: version.number, input, flowVariables: {}, labels: {}, priority: 0 };
      return startExecution(flow.id, wanted, keyOf(wanted));
    },
    onSuccess: ({ executionId }) => {
      rememberInput(flow.id, JSON.stringify(input));
      follow(executionId, store.getState().document);
      void client.invalidateQueries({ queryKey: ["executions", "list"] });
      notifySuccess(t("run.started"), { to: paths.execution(executionId) });
      onDone();
    },
  });
  const put = (value: unknown) => {
    setInput(value);
    setValid(true);
    setTurn(turn + 1);
  };
  return (
    <Stack gap="md">
      <PastInputs flowId={flow.id} onPick={put} />
      <PayloadField
        key={turn}
        schema={isRecord(schema) ? schema : null}
        label={t("run.input")}
        value={input}
        onChange={setInput}
        onValid={setValid}
        error={start.error}
      />
      <InTheWay onLeave={onDone} />
      {start.error && Object.keys(fieldErrors(start.error)).length === 0 && (
        <ErrorState error={start.error} />
      )}
      <Group justify="space-between" gap="xs">
        <Text fz="xs" c="dimmed">
          {t(version.status === "draft" ? "run.hintDraft" : "run.hint", { number: version.number })}
        </Text>
        <Group gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("cancel")}
          </Button>
          <Button
            leftSection={<Play size={14} aria-hidden />}
            disabled={!isValid}
            loading={start.isPending}
            onClick={() => start.mutate()}
          >
            {t("run.start")}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}

/** The errors because of which the server would refuse to start the version. */
function InTheWay({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation("flow-editor");
  const all = useProblems((state) => state.all);
  const errors = all.filter(({ severity }) => severity === "error");
  return (
    <ProblemGroup title={t("run.errors", { count: errors.length })} problems={errors} onLeave={onLeave} />
  );
}

/** Inputs of earlier runs to begin with. */
function PastInputs({ flowId, onPick }: { flowId: string; onPick: (input: unknown) => void }) {
  const { t } = useTranslation("flow-editor");
  const runs = useQuery({
    queryKey: ["executions", "inputs", flowId],
    queryFn: ({ signal }) => listExecutions({ flow: flowId, limit: 20 }, signal),
  });
  const whole = (runs.data?.results ?? []).filter(
    ({ input }) => !(isRecord(input) && "href" in input && "preview" in input),
  );
  if (whole.length === 0) return null;
  const now = Date.now();
  return (
    <Select
      label={t("run.past")}
      placeholder={t("run.pastPlaceholder")}
      value={null}
      data={whole.map((run) => ({
        value: run.id,
        label: `${relativeTime(Date.parse(run.createdAt), now)} · ${t(`common:status.${run.status}`)} · ${JSON.stringify(run.input).slice(0, 60)}`,
      }))}
      onChange={(id) => {
        const run = whole.find((one) => one.id === id);
        if (run) onPick(run.input);
      }}
    />
  );
}
