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
  const [opened, setOpened] = useState(false);
  if (!mayRun || isChunk(run)) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<History size={14} aria-hidden />}
        onClick={() => setOpened(true)}
        {...button}
      >
        {t("here")}
      </Button>
      {opened && (
        <Suspense fallback={null}>
          <TimeMachine run={run} visit={visit} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
