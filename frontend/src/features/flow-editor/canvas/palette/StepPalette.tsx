import { ActionIcon, Alert, Button, Stack, Text, Tooltip } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { stepTypesQuery } from "@/api/steps/stepTypes";
import { IconButton } from "@/components/IconButton";
import { ListSkeleton } from "@/components/ListSkeleton";
import { usePick } from "../gestures/usePick";
import "../texts";
import classes from "./palette.module.css";
import type { PaletteEntry } from "./paletteItems";
import { StepList } from "./StepList";

/** The steps that can be added: click puts one after the selected or only step, dragging puts it anywhere. */
export function StepPalette() {
  const { t } = useTranslation("editor-canvas");
  const [isOpen, setOpen] = useLocalStorage({
    key: "allma.palette",
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  if (!isOpen)
    return (
      <Tooltip label={t("palette.show")} position="right">
        <ActionIcon
          className={classes.opener}
          variant="default"
          size="lg"
          aria-label={t("palette.show")}
          onClick={() => setOpen(true)}
        >
          <PanelLeftOpen size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
    );
  return (
    <section className={classes.palette} aria-label={t("palette.title")}>
      <div className={classes.head}>
        <Text fw={600} size="sm">
          {t("palette.title")}
        </Text>
        <IconButton
          icon={PanelLeftClose}
          label={t("palette.hide")}
          size="md"
          onClick={() => setOpen(false)}
        />
      </div>
      <Content />
      <Text className={classes.foot} size="xs" c="dimmed">
        {t("palette.hint")}
      </Text>
    </section>
  );
}

function Content() {
  const { t } = useTranslation("editor-canvas");
  const types = useQuery(stepTypesQuery());
  const pick = usePick();
  const add = useCallback((entry: PaletteEntry) => void pick(entry.key, { kind: "beside" }), [pick]);
  if (types.isPending) return <ListSkeleton rows={9} />;
  if (types.isError)
    return (
      <Alert color="red" mx="sm">
        <Stack gap="xs" align="flex-start">
          {t("palette.failed")}
          <Button size="xs" variant="default" onClick={() => void types.refetch()}>
            {t("palette.retry")}
          </Button>
        </Stack>
      </Alert>
    );
  return <StepList draggable onPick={add} />;
}
