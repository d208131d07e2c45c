import { Badge, Tabs } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem, StepInstance, StepType } from "@/lib/definition/types";
import { useEditor } from "../../store";
import { fieldOf } from "../problemsStore";
import classes from "./StepPanel.module.css";
import { STEP_TABS, type StepTab, tabOf } from "./stepTabs";
import { ErrorsTab } from "./tabs/ErrorsTab";
import { JsonTab } from "./tabs/JsonTab";
import { MappingsTab } from "./tabs/MappingsTab";
import { MoreTab } from "./tabs/MoreTab";
import { NextTab } from "./tabs/NextTab";
import { SettingsTab } from "./tabs/SettingsTab";
import { useFieldFocus } from "./useFieldFocus";

interface SettingsPaneProps {
  stepId: string;
  step: StepInstance;
  type: StepType | undefined;
  problems: readonly Problem[];
}

/** The settings of a step in tabs; a field that is asked for is scrolled to and focused. */
export function SettingsPane({ stepId, step, type, problems }: SettingsPaneProps) {
  const { t } = useTranslation("step");
  const field = useEditor((state) => (state.open?.stepId === stepId ? state.open.field : undefined));
  const [tab, setTab] = useState<StepTab>(() => (field ? tabOf(field, step) : "settings"));
  const body = useRef<HTMLDivElement>(null);
  useFieldFocus({ body, field, show: (name) => setTab(tabOf(name, step)) });
  const count = (each: StepTab) => problems.filter((problem) => problemTab(problem, step) === each);
  return (
    <Tabs
      value={tab}
      onChange={(next) => next !== null && setTab(next as StepTab)}
      className={classes.tabs}
      keepMounted={false}
    >
      <Tabs.List className={classes.tabList} px="xs">
        {STEP_TABS.map((each) => {
          const found = each === "json" ? [] : count(each);
          const wrong = found.some((problem) => problem.severity === "error");
          return (
            <Tabs.Tab
              key={each}
              value={each}
              px="sm"
              rightSection={
                found.length > 0 && (
                  <Badge
                    size="xs"
                    circle
                    color={wrong ? "red" : "yellow"}
                    aria-label={t("problems", { count: found.length })}
                  >
                    {found.length}
                  </Badge>
                )
              }
            >
              {t(`tabs.${each}`)}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      <div ref={body} className={tab === "json" ? classes.fill : classes.body}>
        {tab === "settings" && <SettingsTab step={step} type={type} problems={problems} />}
        {tab === "mappings" && <MappingsTab step={step} />}
        {tab === "next" && <NextTab step={step} type={type} />}
        {tab === "errors" && <ErrorsTab step={step} />}
        {tab === "more" && <MoreTab step={step} type={type} />}
        {tab === "json" && <JsonTab stepId={stepId} step={step} />}
      </div>
    </Tabs>
  );
}

function problemTab(problem: Problem, step: StepInstance): StepTab {
  return tabOf(fieldOf(problem.path) ?? "", step);
}
