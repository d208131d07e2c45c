import { Button } from "@mantine/core";
import { HardDrive } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "@/components/RelativeTime";
import { Banner } from "../header/Banner";
import { CompareDialog } from "../panels/merge/CompareDialog";
import { MergeModal } from "../panels/merge/MergeModal";
import { useEditorSession } from "../session";
import { useEditorStore } from "../store";
import type { Autosaver } from "./autosaver";
import { draftKey, type Kept } from "./kept";
import { type Choices, merge3 } from "./merge3";
import { keptDrafts } from "./openDraft";
import type { Restore } from "./restore";

/** What was restored or decided since the page was opened: it is not done twice. */
const handled = new WeakSet<Restore>();

/**
 * Work that this device kept: put back by itself while nobody saved since (once, with a way to discard it), else
 * offered.
 */
export function RestoreBanner({ restore, autosaver }: { restore: Restore; autosaver: Autosaver }) {
  const [isOpen, setOpen] = useState(() => restore.kind !== "none" && !handled.has(restore));
  const store = useEditorStore();
  const { t } = useTranslation("flow-editor");
  const { version } = useEditorSession();
  useEffect(() => {
    if (restore.kind !== "same" || handled.has(restore)) return;
    handled.add(restore);
    store.getState().reset(restore.kept.document, t("history.restored"));
    void forget(store.getState().flowId, version.number, restore.kept);
  }, [restore, store, t, version.number]);
  if (!isOpen || restore.kind === "none") return null;
  const close = () => {
    handled.add(restore);
    setOpen(false);
  };
  return restore.kind === "same" ? (
    <Restored kept={restore.kept} onClose={close} />
  ) : (
    <Offered kept={restore.kept} autosaver={autosaver} onClose={close} />
  );
}

async function forget(flowId: string, version: number, kept: Kept): Promise<void> {
  await keptDrafts.remove(draftKey(flowId, version), kept.tab);
}

function Restored({ kept, onClose }: { kept: Kept; onClose: () => void }) {
  const { t } = useTranslation("flow-editor");
  const store = useEditorStore();
  const [comparing, setComparing] = useState(false);
  // Only what was restored goes: what was changed since, here or by others, stays.
  const discard = () => {
    const { document } = merge3(kept.document, store.getState().document, kept.base);
    store.getState().reset(document, t("history.discarded"));
    onClose();
  };
  return (
    <Banner icon={HardDrive} tone="info" text={t("restore.restored")}>
      <Button size="compact-sm" variant="subtle" onClick={() => setComparing(true)}>
        {t("restore.compare")}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={discard}>
        {t("restore.discard")}
      </Button>
      <Button size="compact-sm" variant="default" onClick={onClose}>
        {t("restore.keep")}
      </Button>
      {comparing && (
        <CompareDialog
          title={t("restore.compareTitle")}
          before={kept.base}
          after={kept.document}
          onClose={() => setComparing(false)}
        />
      )}
    </Banner>
  );
}

interface OfferedProps {
  kept: Kept;
  autosaver: Autosaver;
  onClose: () => void;
}

function Offered({ kept, autosaver, onClose }: OfferedProps) {
  const { t } = useTranslation("flow-editor");
  const { version } = useEditorSession();
  const store = useEditorStore();
  const [showing, setShowing] = useState<"nothing" | "compare" | "merge">("nothing");
  const merged = (choices?: Choices) => merge3(kept.base, kept.document, store.getState().document, choices);
  const finish = () => {
    void forget(store.getState().flowId, version.number, kept);
    onClose();
  };
  const take = (choices: Choices) => {
    const { document } = merged(choices);
    store.getState().reset(kept.document, t("history.kept"));
    store.getState().reset(document, t("history.restored"));
    autosaver.saveNow();
    finish();
  };
  const restore = () => {
    if (merged().conflicts.length > 0) setShowing("merge");
    else take({});
  };
  const who = version.updatedBy || version.createdBy;
  return (
    <Banner
      icon={HardDrive}
      tone="warning"
      text={
        <>
          {t("restore.offered", { who })} <RelativeTime at={new Date(kept.at).toISOString()} />
        </>
      }
    >
      <Button size="compact-sm" variant="subtle" onClick={() => setShowing("compare")}>
        {t("restore.compare")}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={finish}>
        {t("restore.discard")}
      </Button>
      <Button size="compact-sm" variant="filled" onClick={restore}>
        {t("restore.restore")}
      </Button>
      {showing === "compare" && (
        <CompareDialog
          title={t("restore.compareTitle")}
          before={store.getState().document}
          after={kept.document}
          onClose={() => setShowing("nothing")}
        />
      )}
      {showing === "merge" && (
        <MergeModal
          conflicts={merged().conflicts}
          document={kept.document}
          who={who}
          onResolve={take}
          onClose={() => setShowing("nothing")}
        />
      )}
    </Banner>
  );
}
