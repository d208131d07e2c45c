import { Button, Group, Menu, Switch, Text } from "@mantine/core";
import { ChevronDown, ListStart, Play, Square } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { usePermission } from "@/lib/session";
import { useEditor } from "../store";
import { UpToHere } from "./UpToHere";
import { useRunStep } from "./useRunStep";
import "./texts";

/** Runs the step of the panel in the sandbox; Ctrl-Enter does the same from any field. Nothing for who may not edit. */
export function RunStepButton() {
  const stepId = useEditor((state) => state.open?.stepId);
  const mayRun = usePermission("edit");
  return stepId === undefined || !mayRun ? null : <RunStep key={stepId} stepId={stepId} />;
}

function RunStep({ stepId }: { stepId: string }) {
  const { t } = useTranslation("sandbox");
  const { running, ready, loading, effectful, dryRun, setDryRun, start, stop } = useRunStep(stepId);
  const [upTo, setUpTo] = useState(false);
  useCtrlEnter(() => {
    if (ready && !running) start();
  });
  return (
    <Group gap={4} wrap="nowrap">
      {effectful && (
        <Switch
          size="xs"
          mr="xs"
          label={t("run.dry")}
          checked={dryRun}
          onChange={(event) => setDryRun(event.currentTarget.checked)}
          title={t("run.dryAbout")}
        />
      )}
      {running ? (
        <Button size="xs" variant="default" leftSection={<Square size={13} aria-hidden />} onClick={stop}>
          {t("run.stop")}
        </Button>
      ) : (
        <Button
          size="xs"
          leftSection={<Play size={13} aria-hidden />}
          disabled={!ready}
          loading={loading}
          onClick={start}
          title="Ctrl Enter"
        >
          {t("run.step")}
        </Button>
      )}
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <IconButton icon={ChevronDown} iconSize={15} size={30} variant="default" label={t("run.options")} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<ListStart size={15} aria-hidden />} onClick={() => setUpTo(true)}>
            <Text fz="sm">{t("run.upTo")}</Text>
            <Text fz="xs" c="dimmed">
              {t("run.upToAbout")}
            </Text>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {upTo && <UpToHere stepId={stepId} close={() => setUpTo(false)} />}
    </Group>
  );
}

const MODAL = '[role="dialog"][aria-modal="true"]';

/** Ctrl-Enter (or Command-Enter) wherever the focus is but in a dialog over the panel; fields below do not see it. */
function useCtrlEnter(action: () => void): void {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector(MODAL)) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, []);
}
