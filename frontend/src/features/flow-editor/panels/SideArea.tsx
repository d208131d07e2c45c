import { Box, CloseButton, Group, ScrollArea, Title } from "@mantine/core";
import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { ListSkeleton } from "@/components/ListSkeleton";
import { type SidePanel, useEditor, useEditorStore } from "../store";
import classes from "./SideArea.module.css";
import { useWidth, WidthHandle } from "./WidthHandle";

interface Panel {
  body: ComponentType;
  /** Scrolls and lays itself out. */
  bare?: boolean;
  width: number;
}

const panel = (load: () => Promise<ComponentType>, width: number, bare = false): Panel => ({
  body: lazy(async () => ({ default: await load() })),
  width,
  bare,
});

const PANELS: Partial<Record<SidePanel, Panel>> = {
  problems: panel(async () => (await import("./problems/ProblemsPanel")).ProblemsPanel, 380),
  history: panel(async () => (await import("./history/HistoryPanel")).HistoryPanel, 320),
  outline: panel(async () => (await import("./outline/OutlinePanel")).OutlinePanel, 440, true),
  code: panel(async () => (await import("./code/CodePanel")).CodePanel, 520, true),
  settings: panel(async () => (await import("./flow/FlowSettingsPanel")).FlowSettingsPanel, 520),
};

/** The panel at the right of the canvas, one at a time; its width is kept for the next visit. */
export function SideArea() {
  const { t } = useTranslation("flow-editor");
  const side = useEditor((state) => state.side);
  const store = useEditorStore();
  const shown = PANELS[side];
  const [width, setWidth] = useWidth(side, shown?.width ?? 360);
  if (!shown) return null;
  const Body = shown.body;
  const content = (
    <Suspense fallback={<ListSkeleton />}>
      <Body />
    </Suspense>
  );
  return (
    <Box
      component="aside"
      className={classes.side}
      style={{ "--side-width": `${width}px` }}
      aria-label={t(`panels.${side}`)}
      data-side={side}
    >
      <WidthHandle width={width} onChange={setWidth} label={t("panels.width")} />
      <Group className={classes.head} justify="space-between" wrap="nowrap">
        <Title order={2} fz="sm">
          {t(`panels.${side}`)}
        </Title>
        <CloseButton aria-label={t("panels.close")} onClick={() => store.getState().showSide("none")} />
      </Group>
      {shown.bare ? (
        <div className={classes.bare}>{content}</div>
      ) : (
        <ScrollArea className={classes.scroll} type="auto" offsetScrollbars="y">
          <Box px="sm" pb="sm">
            {content}
          </Box>
        </ScrollArea>
      )}
    </Box>
  );
}
