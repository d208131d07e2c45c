import { Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useEditor } from "../../store";
import { fieldWords, humanized } from "../merge/fieldWords";
import { type Changes, isEmpty, type StepChange } from "./changes";
import classes from "./publish.module.css";

const COLORS: Record<StepChange["kind"], string> = {
  added: "teal",
  removed: "red",
  changed: "brand",
  moved: "gray",
};

/** What publishing changes, in words. */
export function ChangeList({ changes }: { changes: Changes }) {
  const { t } = useTranslation("flow-editor");
  const shown = changes.steps.filter(({ kind }) => kind !== "moved");
  const moved = changes.steps.length - shown.length;
  return (
    <Stack gap={6}>
      {isEmpty(changes) && (
        <Text fz="sm" c="dimmed">
          {t("publish.nothing")}
        </Text>
      )}
      <ul className={classes.list}>
        {shown.map((change) => (
          <StepRow key={change.stepId} change={change} />
        ))}
        {changes.variables.length > 0 && (
          <Row kind="changed" name={t("publish.variables")} detail={changes.variables.join(", ")} />
        )}
        {changes.settings.length > 0 && (
          <Row
            kind="changed"
            name={t("publish.settings")}
            detail={changes.settings
              .map((name) => t(`fields.${name}`, { defaultValue: humanized(name) }))
              .join(", ")}
          />
        )}
      </ul>
      {moved > 0 && (
        <Text fz="xs" c="dimmed">
          {t("publish.moved", { count: moved })}
        </Text>
      )}
    </Stack>
  );
}

function StepRow({ change }: { change: StepChange }) {
  const { t } = useTranslation("flow-editor");
  const name = useEditor((state) => state.document.steps[change.stepId]?.displayName || change.stepId);
  const detail = change.fields.map((field) => fieldWords(field, t)).join(", ");
  return <Row kind={change.kind} name={name} detail={detail} />;
}

function Row({ kind, name, detail }: { kind: StepChange["kind"]; name: string; detail: string }) {
  const { t } = useTranslation("flow-editor");
  return (
    <li className={classes.row}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Badge size="sm" color={COLORS[kind]} className={classes.kind}>
          {t(`publish.${kind}`)}
        </Badge>
        <div className={classes.words}>
          <Text fz="sm" fw={500}>
            {name}
          </Text>
          {detail && (
            <Text fz="xs" c="dimmed">
              {detail}
            </Text>
          )}
        </div>
      </Group>
    </li>
  );
}
