import { SegmentedControl, Splitter } from "@mantine/core";
import { type SplitterPaneSize, useLocalStorage } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem, StepInstance, StepType } from "@/lib/definition/types";
import { InputPane } from "../../sandbox/InputPane";
import { OutputPane } from "../../sandbox/OutputPane";
import { SettingsPane } from "./SettingsPane";
import classes from "./StepPanel.module.css";

interface StepPanesProps {
  stepId: string;
  step: StepInstance;
  type: StepType | undefined;
  problems: readonly Problem[];
  narrow: boolean;
}

type Pane = "input" | "settings" | "output";
const SIZES: SplitterPaneSize[] = [27, 46, 27];

/** Input, settings and output: side by side with handles between, or one at a time on a narrow screen. */
export function StepPanes({ narrow, ...step }: StepPanesProps) {
  const { t } = useTranslation("step");
  const [shown, setShown] = useState<Pane>("settings");
  const [sizes, setSizes] = useLocalStorage<SplitterPaneSize[]>({
    key: "allma.step-panes",
    defaultValue: SIZES,
  });
  const settings = <SettingsPane {...step} />;
  if (!narrow)
    return (
      <Splitter
        className={classes.panes}
        sizes={sizes.length === 3 ? sizes : SIZES}
        onSizeChange={setSizes}
        lineSize={1}
        withHandle={false}
      >
        <Splitter.Pane defaultSize={27} min={14} className={`${classes.pane} ${classes.side}`}>
          <InputPane />
        </Splitter.Pane>
        <Splitter.Pane defaultSize={46} min={30} className={classes.pane}>
          {settings}
        </Splitter.Pane>
        <Splitter.Pane defaultSize={27} min={14} className={`${classes.pane} ${classes.side}`}>
          <OutputPane />
        </Splitter.Pane>
      </Splitter>
    );
  return (
    <div className={classes.pane}>
      <SegmentedControl
        m="xs"
        size="xs"
        aria-label={t("panes.label")}
        value={shown}
        data={(["input", "settings", "output"] as const).map((pane) => ({
          value: pane,
          label: t(`panes.${pane}`),
        }))}
        onChange={(pane) => setShown(pane as Pane)}
      />
      <div className={classes.pane}>
        {shown === "input" && <InputPane />}
        {shown === "settings" && settings}
        {shown === "output" && <OutputPane />}
      </div>
    </div>
  );
}
