import { Button, type ButtonProps } from "@mantine/core";
import { History } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ExecutionDetail, VisitRow } from "@/api/executions/types";
import { usePermission } from "@/lib/session";
import { isChunk } from "./isChunk";
import "./texts";

const TimeMachine = lazy(() => import("./TimeMachine").then((m) => ({ default: m.TimeMachine })));

interface RestartHereProps {
  run: ExecutionDetail;
  visit: VisitRow;
  /** How the button looks. */
  button?: Pick<ButtonProps, "size" | "variant" | "color">;
}

/** A new run that begins at this visit: with the recorded context or an edited one. Nothing for those who may not. */
export function RestartHere({ run, visit, button }: RestartHereProps) {
  const { t } = useTranslation("redrive");
  const mayRun = usePermission("run");
  // The visit it was opened for: of a run that goes on the page may choose the next one meanwhile.
  const [opened, setOpened] = useState<VisitRow | null>(null);
  if (!mayRun || isChunk(run)) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<History size={14} aria-hidden />}
        onClick={() => setOpened(visit)}
        {...button}
      >
        {t("here")}
      </Button>
      {opened && (
        <Suspense fallback={null}>
          <TimeMachine run={run} visit={opened} onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </>
  );
}
