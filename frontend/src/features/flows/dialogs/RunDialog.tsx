import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Play } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { startExecution } from "@/api/executions/startExecution";
import { rowsOf } from "@/api/pages";
import { listVersionsQuery } from "@/api/versions/listVersions";
import { versionQuery } from "@/api/versions/readVersion";
import { linkTarget } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { notifySuccess } from "@/components/notify";
import { PayloadField } from "@/components/schema-form/PayloadField";
import { isObject } from "@/components/schema-form/path";
import { paths } from "@/lib/paths";
import { useSendOnce } from "@/lib/useSendOnce";
import type { Flow } from "../flowStatus";
import { exampleOf } from "./exampleOf";

interface RunDialogProps {
  flow: Flow;
  /** The version to begin with; the live one, else the latest, when it is not given. */
  version?: number;
  onClose: () => void;
}

/** Asks for the input, made of the version's input schema, starts a run and opens it. */
export function RunDialog({ flow, version, onClose }: RunDialogProps) {
  const { t } = useTranslation("flows");
  const [number, setNumber] = useState(version ?? flow.publishedVersion ?? flow.latestVersion);
  const [typed, setTyped] = useState<unknown>();
  const [valid, setValid] = useState(true);
  const keyOf = useSendOnce();
  const router = useRouter();
  const queryClient = useQueryClient();
  const versions = useInfiniteQuery(listVersionsQuery(flow.id));
  const chosen = useQuery(versionQuery(flow.id, number));
  const schema = chosen.data?.definition.inputSchema;
  const input = typed === undefined ? exampleOf(schema) : typed;
  const start = useMutation({
    mutationFn: () => {
      const wanted = { version: number, input, flowVariables: {}, labels: {}, priority: 0 };
      return startExecution(flow.id, wanted, keyOf(wanted));
    },
    onSuccess: async ({ executionId }) => {
      onClose();
      notifySuccess(t("run.started", { name: flow.name }), { to: paths.execution(executionId) });
      await router.navigate(linkTarget(paths.execution(executionId)));
      await queryClient.invalidateQueries({ queryKey: ["executions"] });
    },
  });
  return (
    <Modal opened onClose={onClose} title={t("run.title", { name: flow.name })} size="lg">
      <Stack gap="md">
        <Select
          label={t("run.version")}
          data={rowsOf(versions.data).map((one) => ({
            value: String(one.number),
            label: t("run.versionLabel", { number: one.number, status: t(`versions.state.${one.status}`) }),
          }))}
          value={String(number)}
          onChange={(value) => value && setNumber(Number(value))}
          allowDeselect={false}
          maw={260}
        />
        {chosen.isPending && <ListSkeleton rows={3} />}
        {chosen.error && <ErrorState error={chosen.error} onRetry={() => void chosen.refetch()} />}
        {chosen.data && (
          <PayloadField
            key={number}
            schema={isObject(schema) ? schema : null}
            label={t("run.input")}
            value={input}
            onChange={setTyped}
            onValid={setValid}
            error={start.error}
          />
        )}
        {start.error && <ErrorState error={start.error} />}
        <Group justify="space-between" gap="xs">
          <Text fz="sm" c="dimmed">
            {t("run.hint")}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button
              leftSection={<Play size={15} aria-hidden />}
              loading={start.isPending}
              disabled={!chosen.data || !valid}
              onClick={() => start.mutate()}
            >
              {t("run.submit")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
