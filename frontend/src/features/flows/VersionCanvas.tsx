import { Alert, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { versionQuery } from "@/api/versions/readVersion";
import { ErrorState } from "@/components/ErrorState";
import { FlowCanvas } from "@/components/flow-canvas/FlowCanvas";
import { readDocument } from "@/lib/definition/read";
import { useStepTypes } from "@/lib/stepTypes";
import classes from "./VersionCanvas.module.css";

interface VersionCanvasProps {
  flowId: string;
  number: number;
  /** In pixels, or any CSS height. */
  height: number | string;
}

/** One version drawn, to look at. */
export function VersionCanvas({ flowId, number, height }: VersionCanvasProps) {
  const { t } = useTranslation("flows");
  const version = useQuery(versionQuery(flowId, number));
  if (version.isPending) return <Skeleton height={height} radius="md" />;
  if (version.error) return <ErrorState error={version.error} onRetry={() => void version.refetch()} />;
  return (
    <DefinitionCanvas
      definition={version.data.definition}
      height={height}
      label={t("canvas.label", { number })}
    />
  );
}

interface DefinitionCanvasProps {
  definition: unknown;
  height: number | string;
  /** What it is, for screen readers. */
  label: string;
}

/** A definition drawn; where it cannot be drawn, why. */
export function DefinitionCanvas({ definition, height, label }: DefinitionCanvasProps) {
  const { t } = useTranslation("flows");
  const stepTypes = useStepTypes();
  const reading = readDocument(definition);
  if (!reading.document)
    return (
      <Alert color="yellow" icon={<CircleAlert size={18} aria-hidden />} title={t("canvas.unreadable")}>
        {reading.reason}
      </Alert>
    );
  return (
    <div className={classes.canvas} style={{ height }}>
      <FlowCanvas document={reading.document} stepTypes={stepTypes} ariaLabel={label} />
    </div>
  );
}
