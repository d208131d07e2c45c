import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { Autosaver } from "../../autosave/autosaver";
import { useDialog } from "../../session";
import { MergeModal } from "./MergeModal";

/** Asks what to do when somebody else saved the same thing differently; comes up by itself, and again from the header. */
export function MergeDialog({ autosaver }: { autosaver: Autosaver }) {
  const { t } = useTranslation("flow-editor");
  const phase = useStore(autosaver.state, (state) => state.phase);
  const document = useStore(autosaver.state, (state) => state.document);
  const { dialog, show } = useDialog();
  const revision = phase.name === "conflict" ? phase.theirs.revision : null;
  useEffect(() => {
    if (revision !== null) show("merge");
  }, [revision, show]);
  if (phase.name !== "conflict" || dialog !== "merge") return null;
  return (
    <MergeModal
      key={phase.theirs.revision}
      conflicts={phase.conflicts}
      document={document}
      who={phase.theirs.author || t("someone")}
      onClose={() => show("none")}
      onResolve={(choices) => {
        show("none");
        autosaver.resolve(choices);
      }}
    />
  );
}
