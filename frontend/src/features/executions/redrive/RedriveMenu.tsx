import { Button, Menu } from "@mantine/core";
import { ChevronDown, PencilLine, RotateCcw } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ExecutionDetail } from "@/api/executions/types";
import { usePermission } from "@/lib/session";
import { isChunk } from "./isChunk";
import "./texts";
import { REDRIVE_VERSIONS, type RedriveVersion } from "./VersionChoice";

const RedriveDialog = lazy(() => import("./RedriveDialog").then((m) => ({ default: m.RedriveDialog })));

interface Wish {
  version: RedriveVersion;
  edited: boolean;
}

/** Runs a run again from its start: on a version of choice, with its input or another. Nothing for those who may not. */
export function RedriveMenu({ run }: { run: ExecutionDetail }) {
  const { t } = useTranslation("redrive");
  const mayRun = usePermission("run");
  const [wish, setWish] = useState<Wish | null>(null);
  if (!mayRun || isChunk(run)) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<RotateCcw size={15} aria-hidden />}
            rightSection={<ChevronDown size={14} aria-hidden />}
          >
            {t("menu.label")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("menu.start")}</Menu.Label>
          {REDRIVE_VERSIONS.map((version) => (
            <Menu.Item
              key={version}
              leftSection={<RotateCcw size={15} aria-hidden />}
              onClick={() => setWish({ version, edited: false })}
            >
              {t(`menu.${version}`)}
            </Menu.Item>
          ))}
          <Menu.Item
            leftSection={<PencilLine size={15} aria-hidden />}
            onClick={() => setWish({ version: "original", edited: true })}
          >
            {t("menu.edited")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {wish && (
        <Suspense fallback={null}>
          <RedriveDialog run={run} {...wish} onClose={() => setWish(null)} />
        </Suspense>
      )}
    </>
  );
}
