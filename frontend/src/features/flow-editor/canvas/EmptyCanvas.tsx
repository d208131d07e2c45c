import { Button, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { Plus, Workflow } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../store";
import classes from "./canvas.module.css";
import { useCanvasUi } from "./canvasUi";

/** What a flow without steps shows. */
export function EmptyCanvas() {
  const { t } = useTranslation("editor-canvas");
  const isEmpty = useEditor((state) => Object.keys(state.document.steps).length === 0);
  const readOnly = useEditor((state) => state.readOnly);
  if (!isEmpty) return null;
  return (
    <Stack className={classes.empty} align="center" gap="xs">
      <ThemeIcon size={52} radius="xl" variant="light">
        <Workflow size={26} aria-hidden />
      </ThemeIcon>
      <Title order={3} mt="xs">
        {readOnly ? t("canvas:empty") : t("empty.title")}
      </Title>
      {!readOnly && (
        <>
          <Text c="dimmed" size="sm" ta="center" maw={320}>
            {t("empty.text")}
          </Text>
          <Button
            mt="xs"
            className={classes.emptyAction}
            leftSection={<Plus size={16} aria-hidden />}
            onClick={(event) => {
              const { left, bottom } = event.currentTarget.getBoundingClientRect();
              const picker = { screen: { x: left, y: bottom + 8 }, purpose: { kind: "beside" as const } };
              useCanvasUi.setState({ picker });
            }}
          >
            {t("empty.add")}
          </Button>
        </>
      )}
    </Stack>
  );
}
