import { Button, Group, Popover, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { ListChecks, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getLastGood } from "@/api/executions/getLastGood";
import { listExecutions } from "@/api/executions/listExecutions";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { notifyError, notifyInfo } from "@/components/notify";
import { RelativeTime } from "@/components/RelativeTime";
import { StatusBadge } from "@/components/StatusBadge";
import { shortId } from "../shared/shortId";

const PAUSE_MS = 250;
const MOST = 8;

interface RunPickerProps {
  /** The run that stays. */
  left: string;
  /** Its flow: without a search the newest runs of it are offered. */
  flowId: string | undefined;
  onPick: (executionId: string) => void;
}

/** Another run to compare with: the last good one, a recent one of the flow, or any that a search finds. */
export function RunPicker({ left, flowId, onPick }: RunPickerProps) {
  const { t } = useTranslation("compareRuns");
  const [opened, setOpened] = useState(false);
  const pick = (id: string) => {
    setOpened(false);
    onPick(id);
  };
  const lastGood = useMutation({
    mutationFn: () => getLastGood(left),
    onSuccess: ({ executionId }) => (executionId ? pick(executionId) : notifyInfo(t("noGood"))),
    onError: notifyError,
  });
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={340} trapFocus withinPortal>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<ListChecks size={15} aria-hidden />}
          onClick={() => setOpened(!opened)}
        >
          {t("other")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Button
            variant="light"
            size="xs"
            leftSection={<ShieldCheck size={14} aria-hidden />}
            loading={lastGood.isPending}
            onClick={() => lastGood.mutate()}
          >
            {t("lastGood")}
          </Button>
          <Found left={left} flowId={flowId} onPick={pick} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Found({ left, flowId, onPick }: RunPickerProps) {
  const { t } = useTranslation("compareRuns");
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text.trim(), PAUSE_MS);
  const filter = search ? { search } : flowId ? { flow: flowId } : {};
  const runs = useQuery({
    queryKey: ["executions", "pick", filter],
    queryFn: ({ signal }) => listExecutions({ ...filter, limit: MOST + 1 }, signal),
  });
  const others = (runs.data?.results ?? []).filter((run) => run.id !== left).slice(0, MOST);
  return (
    <>
      <TextInput
        size="xs"
        type="search"
        label={t("find")}
        placeholder={t("findHint")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      {runs.isPending && <ListSkeleton rows={3} height={24} />}
      {runs.error && <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.data && others.length === 0 && (
        <Text fz="sm" c="dimmed">
          {t("noRun")}
        </Text>
      )}
      {others.map((run) => (
        <UnstyledButton key={run.id} onClick={() => onPick(run.id)}>
          <Group gap="xs" wrap="nowrap">
            <StatusBadge status={run.status} size="sm" />
            <Text fz="sm" ff="monospace">
              {shortId(run.id)}
            </Text>
            <Text fz="xs" c="dimmed" component="span">
              {t("version", { number: run.flowVersion })} · <RelativeTime at={run.createdAt} />
            </Text>
          </Group>
        </UnstyledButton>
      ))}
    </>
  );
}
