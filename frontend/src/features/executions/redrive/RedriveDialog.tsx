import { Input, Modal, SegmentedControl, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { runDefinitionQuery } from "@/api/executions/getRunDefinition";
import { redriveExecution } from "@/api/executions/redriveExecution";
import type { ExecutionDetail } from "@/api/executions/types";
import { DialogButtons } from "@/components/DialogButtons";
import { loadLarge } from "@/components/data-view/loadLarge";
import { isLarge } from "@/components/data-view/rows";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { PayloadField } from "@/components/schema-form/PayloadField";
import { isObject, sameJson } from "@/components/schema-form/path";
import { useSendOnce } from "@/lib/useSendOnce";
import { askDiscard } from "./askDiscard";
import { useOpenRun } from "./useOpenRun";
import { type RedriveVersion, VersionChoice } from "./VersionChoice";

interface RedriveDialogProps {
  run: ExecutionDetail;
  version: RedriveVersion;
  /** Whether the input is to be edited. */
  edited: boolean;
  onClose: () => void;
}

/** Asks on which version and with which input a run begins anew, starts it and opens it. */
export function RedriveDialog({ run, version: first, edited: begins, onClose }: RedriveDialogProps) {
  const { t } = useTranslation("redrive");
  const [version, setVersion] = useState(first);
  const [edited, setEdited] = useState(begins);
  const [typed, setTyped] = useState<unknown>();
  const [valid, setValid] = useState(true);
  const keyOf = useSendOnce();
  const openRun = useOpenRun();
  const input = useInput(run, edited);
  const isChanged = typed !== undefined && !sameJson(typed, input.data);
  const sending = useMutation({
    mutationFn: () => {
      const body = edited && isChanged ? { version, input: typed } : { version };
      return redriveExecution(run.id, body, keyOf(body));
    },
    onSuccess: async ({ executionId }) => {
      onClose();
      await openRun(executionId);
    },
  });
  const leave = () => void askDiscard(edited && isChanged).then((may) => may && onClose());
  return (
    <Modal opened onClose={leave} title={t("whole.title")} size="lg">
      <Stack gap="md">
        <VersionChoice run={run} value={version} onChange={setVersion} />
        <DataChoice edited={edited} onChange={setEdited} />
        {edited && input.isPending && <ListSkeleton rows={3} />}
        {edited && input.error && <ErrorState error={input.error} onRetry={() => void input.refetch()} />}
        {input.isSuccess && (
          <div hidden={!edited}>
            <Typed
              run={run}
              value={typed === undefined ? input.data : typed}
              onChange={setTyped}
              onValid={setValid}
              error={sending.error}
            />
          </div>
        )}
        {sending.error && <ErrorState error={sending.error} />}
        <Text fz="sm" c="dimmed">
          {t("whole.hint")}
        </Text>
        <DialogButtons
          submit={t("whole.submit")}
          icon={<RotateCcw size={15} aria-hidden />}
          onCancel={leave}
          onSubmit={() => sending.mutate()}
          loading={sending.isPending}
          disabled={edited && (!valid || !input.isSuccess)}
        />
      </Stack>
    </Modal>
  );
}

/** Whether the recorded data is used or edited. */
export function DataChoice({ edited, onChange }: { edited: boolean; onChange: (edited: boolean) => void }) {
  const { t } = useTranslation("redrive");
  return (
    <Input.Wrapper label={t("data.label")} labelElement="div">
      <div>
        <SegmentedControl
          mt={4}
          size="xs"
          aria-label={t("data.label")}
          value={edited ? "edited" : "recorded"}
          onChange={(value) => onChange(value === "edited")}
          data={[
            { value: "recorded", label: t("data.recorded") },
            { value: "edited", label: t("data.edited") },
          ]}
        />
      </div>
    </Input.Wrapper>
  );
}

/** The whole input: a large one is only pointed to by the run. */
function useInput(run: ExecutionDetail, enabled: boolean) {
  return useQuery({
    queryKey: ["executions", run.id, "input"],
    queryFn: () => (isLarge(run.input) ? loadLarge(run.input) : run.input),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
  });
}

interface TypedProps {
  run: ExecutionDetail;
  value: unknown;
  onChange: (value: unknown) => void;
  onValid: (valid: boolean) => void;
  error: unknown;
}

/** The form is made of the input schema that the run was started with; the server checks against the chosen version's. */
function Typed({ run, value, onChange, onValid, error }: TypedProps) {
  const { t } = useTranslation("redrive");
  const definition = useQuery(runDefinitionQuery(run.id));
  if (definition.isPending) return <ListSkeleton rows={3} />;
  const schema = isObject(definition.data) ? definition.data.inputSchema : null;
  return (
    <PayloadField
      schema={isObject(schema) ? schema : null}
      label={t("whole.input")}
      value={value}
      onChange={onChange}
      onValid={onValid}
      error={error}
    />
  );
}
