import { Alert, Button, Group, Modal, Stack, Switch, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";
import { isLarge } from "@/components/data-view/rows";
import { ErrorState } from "@/components/ErrorState";
import { notifySuccess } from "@/components/notify";
import type { JsonObject } from "@/lib/expressions/types";
import { useEditor, useEditorStore } from "../store";
import { keepFlowInput, keptFlowInput } from "./flowInput";
import { tryUpTo } from "./running";
import { setSampleChoice } from "./sampleChoice";
import { recentRunsQuery } from "./sampleQueries";
import { sandboxStore } from "./sandboxStore";
import { parseTyped } from "./useStepSample";

/** Asks for an input and runs the unsaved draft from its start to a step. */
export function UpToHere({ stepId, close }: { stepId: string; close: () => void }) {
  const { t } = useTranslation("sandbox");
  const store = useEditorStore();
  const flowId = useEditor((state) => state.flowId);
  const name = useEditor((state) => state.document.steps[stepId]?.displayName || stepId);
  const [text, setText] = useState(() => keptFlowInput(flowId, store.getState().document.inputSchema));
  const [send, setSend] = useState(false);
  const abort = useRef<AbortController | null>(null);
  const { context: input, error } = parseTyped(text);
  const run = useMutation({
    mutationFn: async (given: JsonObject) => {
      abort.current = new AbortController();
      keepFlowInput(flowId, text);
      const { document } = store.getState();
      await tryUpTo({ flowId, document, stepId, input: given, dryRun: !send, signal: abort.current.signal });
    },
    onSuccess: () => {
      const answer = sandboxStore.getState().flow?.answer;
      const reached = answer?.steps.some((visit) => visit.stepInstanceId === stepId);
      if (!reached) return;
      setSampleChoice(flowId, stepId, { choice: { kind: "upTo" } });
      notifySuccess(t("upTo.done", { count: answer?.steps.length ?? 0 }));
      close();
    },
  });
  const cancel = () => {
    abort.current?.abort();
    close();
  };
  return (
    <Modal opened onClose={cancel} title={t("upTo.title", { name })} size="lg">
      <Stack gap="sm">
        <Text fz="sm" c="dimmed">
          {t("upTo.about")}
        </Text>
        <Group justify="space-between" align="end">
          <Text fz="sm" fw={500}>
            {t("upTo.input")}
          </Text>
          <PastInput onPick={setText} />
        </Group>
        <CodeEditor
          ariaLabel={t("upTo.input")}
          value={text}
          onChange={setText}
          height={220}
          lint
          autoFocus
          invalid={error !== null}
          onModEnter={() => input && !run.isPending && run.mutate(input)}
        />
        {error && (
          <Text fz="xs" c="red" role="alert">
            {t("upTo.inputInvalid", { reason: error.message })}
          </Text>
        )}
        <Switch
          label={t("upTo.send")}
          description={t("upTo.sendAbout")}
          checked={send}
          onChange={(event) => setSend(event.currentTarget.checked)}
        />
        {run.error && !abort.current?.signal.aborted && <ErrorState error={run.error} />}
        {run.isSuccess && <NotReached />}
        <Group justify="end" gap="sm">
          <Button variant="default" onClick={cancel}>
            {t("upTo.cancel")}
          </Button>
          <Button loading={run.isPending} disabled={!input} onClick={() => input && run.mutate(input)}>
            {t("upTo.go")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function NotReached() {
  const { t } = useTranslation("sandbox");
  const error = sandboxStore((state) => state.flow?.answer.error);
  return (
    <Alert color="orange" role="alert">
      {error ? t("upTo.failed", { reason: error.message }) : t("upTo.notReached")}
    </Alert>
  );
}

function PastInput({ onPick }: { onPick: (text: string) => void }) {
  const { t } = useTranslation("sandbox");
  const flowId = useEditor((state) => state.flowId);
  const runs = useQuery(recentRunsQuery(flowId));
  // A large input is not sent with the list: what stands in its place is no input.
  const latest = runs.data?.find((run) => !isLarge(run.input));
  if (!latest) return null;
  return (
    <Button size="compact-xs" variant="subtle" onClick={() => onPick(JSON.stringify(latest.input, null, 2))}>
      {t("upTo.fromRun")}
    </Button>
  );
}
