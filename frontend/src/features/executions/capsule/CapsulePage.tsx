import { Alert, Box, Button, FileButton, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { FileUp, Info, PackageOpen } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { type OpenedCapsule, openCapsule } from "@/api/sandbox/openCapsule";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { ListSkeleton } from "@/components/ListSkeleton";
import { PageHeader } from "@/components/PageHeader";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { shortId } from "../shared/shortId";
import classes from "../shared/split.module.css";
import { CapsuleParts } from "./CapsuleParts";
import "../texts";
import "./texts";

const MEGABYTE = 1_000_000;
const MOST_MEGABYTES = 50;

/** A run from a capsule file: driven again in the sandbox and looked through like any other. */
export function CapsulePage() {
  const { t } = useTranslation("capsule");
  const { t: run } = useTranslation("executions");
  const [over, setOver] = useState(false);
  const opening = useMutation({ mutationFn: (file: File) => readAndOpen(file, t) });
  const mayEdit = usePermission("edit");
  const open = (file: File | null) => file && mayEdit && opening.mutate(file);
  const found = opening.data;
  const title = found ? t("titleOf", { id: shortId(found.run.id) }) : t("title");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button does the same for the keyboard
    <div
      className={classes.page}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        open(event.dataTransfer.files[0] ?? null);
      }}
    >
      <div className={classes.head}>
        <PageHeader
          title={title}
          breadcrumbs={[{ label: run("title"), to: paths.executions() }]}
          subtitle={found && t("subtitle", { flow: found.flowName, version: found.flowVersion })}
          actions={found && <Choose label={t("another")} onFile={open} variant="default" />}
        />
        {opening.error && (
          <Box mb="md">
            <ErrorState error={opening.error} />
          </Box>
        )}
        {found && <Result found={found} />}
      </div>
      {opening.isPending && (
        <Box p="lg" aria-label={t("reading")} aria-busy>
          <ListSkeleton rows={6} />
        </Box>
      )}
      {!found && !opening.isPending && (
        <EmptyState
          icon={PackageOpen}
          title={t(mayEdit ? "drop" : "forEditors")}
          description={t("hint")}
          action={mayEdit && <Choose label={t("choose")} onFile={open} />}
        />
      )}
      {found && !opening.isPending && <CapsuleParts key={found.run.id} found={found} />}
    </div>
  );
}

interface ChooseProps {
  label: string;
  onFile: (file: File | null) => void;
  variant?: string;
}

function Choose({ label, onFile, variant = "filled" }: ChooseProps) {
  return (
    <FileButton accept="application/json,.json" onChange={onFile} inputProps={{ "aria-label": label }}>
      {(props) => (
        <Button variant={variant} leftSection={<FileUp size={15} aria-hidden />} {...props}>
          {label}
        </Button>
      )}
    </FileButton>
  );
}

type Words = (key: string, values?: Record<string, unknown>) => string;

async function readAndOpen(file: File, t: Words): Promise<OpenedCapsule> {
  if (file.size > MOST_MEGABYTES * MEGABYTE)
    throw new Error(t("tooLarge", { name: file.name, megabytes: MOST_MEGABYTES }));
  const text = await file.text();
  let capsule: Schemas["Capsule"];
  try {
    capsule = JSON.parse(text);
  } catch {
    throw new Error(t("notJson", { name: file.name }));
  }
  return openCapsule(capsule);
}

function Result({ found }: { found: OpenedCapsule }) {
  const { t } = useTranslation("capsule");
  const { masked, omitted, verdict, reason } = found;
  return (
    <div className={classes.notices}>
      <Alert color={verdict === "same" ? "teal" : "yellow"} p="xs" icon={<Info size={16} aria-hidden />}>
        <Group gap="xs">
          <Text fz="sm">{t(`result.${verdict}`, { reason })}</Text>
          {masked.length > 0 && (
            <Text fz="sm" c="dimmed" title={masked.join("\n")}>
              {t("masked", { count: masked.length })}
            </Text>
          )}
          {omitted.length > 0 && (
            <Text fz="sm" c="dimmed" title={omitted.map((one) => one.at).join("\n")}>
              {t("omitted", { count: omitted.length })}
            </Text>
          )}
        </Group>
      </Alert>
    </div>
  );
}
