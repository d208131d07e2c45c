import { Select, type SelectProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { flowNamesQuery } from "@/api/executions/flowNames";
import { useFlowName } from "@/lib/flowName";
import "./texts";

interface FlowSelectProps {
  value: string | undefined;
  onChange: (flowId: string | undefined) => void;
  /** The name of the button that takes the choice away. */
  clearLabel?: string;
  w?: SelectProps["w"];
}

/** Narrows a page to one flow. */
export function FlowSelect({ value, onChange, clearLabel, w }: FlowSelectProps) {
  const { t } = useTranslation("filters");
  return (
    <Select
      aria-label={t("flow")}
      placeholder={t("anyFlow")}
      data={useFlowOptions(value)}
      value={value ?? null}
      onChange={(flow) => onChange(flow ?? undefined)}
      searchable
      clearable
      clearButtonProps={{ "aria-label": clearLabel ?? t("noFlow") }}
      w={w}
    />
  );
}

function useFlowOptions(chosen: string | undefined): { value: string; label: string }[] {
  const names = useQuery(flowNamesQuery());
  const chosenName = useFlowName(chosen);
  const known = Object.entries(names.data ?? {}).map(([value, label]) => ({ value, label }));
  if (!chosen || names.data?.[chosen]) return known;
  return [{ value: chosen, label: chosenName ?? chosen }, ...known];
}
