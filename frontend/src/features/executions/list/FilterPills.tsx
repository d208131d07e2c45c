import { Button, Group, Pill } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useTimeZone } from "@/lib/timeZone";
import { type ExecutionsSearch, pairsOf } from "../search";
import { FlowName } from "../shared/FlowName";
import { shortId } from "../shared/shortId";
import type { FiltersProps } from "./Filters";
import classes from "./list.module.css";
import { spanText } from "./TimeSpan";

/** The filters that are on, each to be taken away, and all at once. */
export function FilterPills({ search, onChange }: FiltersProps) {
  const { t } = useTranslation("executions");
  const { t: common } = useTranslation("common");
  const zone = useTimeZone((state) => state.zone);
  const pills: [name: keyof ExecutionsSearch | "ended", value: React.ReactNode][] = [];
  if (search.status) pills.push(["status", search.status.map((one) => common(`status.${one}`)).join(", ")]);
  if (search.flow) pills.push(["flow", <FlowName key="name" flowId={search.flow} />]);
  if (search.range && search.range !== "custom") pills.push(["range", t(`filter.${search.range}`)]);
  if (search.endedAfter || search.endedBefore)
    pills.push(["ended", t(...spanText(search.endedAfter, search.endedBefore, zone))]);
  for (const name of ["version", "trigger", "error", "errorStep", "errorName"] as const)
    if (search[name] !== undefined) pills.push([name, search[name]]);
  for (const name of ["label", "attribute"] as const)
    if (search[name]) pills.push([name, pairsOf(search[name]).join(", ")]);
  if (search.redriven) pills.push(["redriven", t(`filter.redrivenIs.${search.redriven}`)]);
  for (const name of ["fingerprint", "redriveOf", "parent"] as const) {
    const id = search[name];
    if (id) pills.push([name, shortId(id)]);
  }
  return (
    <Group gap="xs" mt="xs">
      {pills.map(([name, value]) => (
        <Pill
          key={name}
          className={classes.filter}
          withRemoveButton
          onRemove={() => onChange(name === "ended" ? ANY_END : { [name]: undefined })}
          removeButtonProps={{
            "aria-label": t("filter.remove", { name: t(`filter.${name}`) }),
            "aria-hidden": false,
            tabIndex: 0,
          }}
        >
          {t(`filter.${name}`)}: {value}
        </Pill>
      ))}
      <Button variant="subtle" size="compact-xs" onClick={() => onChange(NOTHING)}>
        {t("list.clear")}
      </Button>
    </Group>
  );
}

const ANY_END: Partial<ExecutionsSearch> = { endedAfter: undefined, endedBefore: undefined };

/** Every filter taken away. */
export const NOTHING: Partial<ExecutionsSearch> = {
  flow: undefined,
  version: undefined,
  status: undefined,
  range: undefined,
  startedAfter: undefined,
  startedBefore: undefined,
  ...ANY_END,
  trigger: undefined,
  label: undefined,
  attribute: undefined,
  error: undefined,
  errorStep: undefined,
  errorName: undefined,
  fingerprint: undefined,
  search: undefined,
  redriveOf: undefined,
  redriven: undefined,
  parent: undefined,
};
