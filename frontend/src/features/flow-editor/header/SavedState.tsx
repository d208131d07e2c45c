import { Group, Text, UnstyledButton } from "@mantine/core";
import { CircleAlert, CloudCheck, CloudOff, CloudUpload, GitMerge, type LucideIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { useNow } from "@/lib/clock";
import { relativeTime } from "@/lib/time";
import type { Autosaver } from "../autosave/autosaver";
import type { Autosave } from "../autosave/machine";
import { useDialog } from "../session";

interface Look {
  icon: LucideIcon;
  text: string;
  color: string;
  /** What a click does, when there is something to do. */
  act?: () => void;
}

/** Whether what one sees is on the server; in words, told to screen readers when it matters. */
export function SavedState({ autosaver }: { autosaver: Autosaver }) {
  const { t } = useTranslation("flow-editor");
  const phase = useStore(autosaver.state, (state) => state.phase);
  const savedAt = useStore(autosaver.state, (state) => state.savedAt);
  const now = useNow();
  const show = useDialog((state) => state.show);
  const when =
    savedAt === null
      ? t("saved.opened")
      : t("saved.at", { when: relativeTime(savedAt, Math.max(now, savedAt)) });
  const looks: Record<Autosave["phase"]["name"], Look> = {
    clean: { icon: CloudCheck, text: when, color: "dimmed" },
    dirty: { icon: CloudUpload, text: t("saved.saving"), color: "dimmed" },
    saving: { icon: CloudUpload, text: t("saved.saving"), color: "dimmed" },
    reading: { icon: CloudUpload, text: t("saved.reading"), color: "dimmed" },
    offline: { icon: CloudOff, text: t("saved.offline"), color: "var(--allma-wait)", act: autosaver.saveNow },
    conflict: {
      icon: GitMerge,
      text: t("saved.conflict"),
      color: "var(--allma-fail)",
      act: () => show("merge"),
    },
    refused: {
      icon: CircleAlert,
      text: t("saved.refused"),
      color: "var(--allma-fail)",
      act: autosaver.saveNow,
    },
  };
  const { icon: Icon, text, color, act } = looks[phase.name];
  const urgent = phase.name === "offline" || phase.name === "conflict" || phase.name === "refused";
  const content = (
    <Group gap={6} wrap="nowrap" c={color}>
      <Icon size={15} aria-hidden />
      <Text fz="xs" span truncate visibleFrom="xs">
        {text}
      </Text>
    </Group>
  );
  return (
    <div
      data-save-state={phase.name}
      role="status"
      aria-live={urgent ? "assertive" : "off"}
      aria-label={text}
    >
      {act ? (
        <UnstyledButton onClick={act} aria-label={text}>
          {content}
        </UnstyledButton>
      ) : (
        content
      )}
    </div>
  );
}
