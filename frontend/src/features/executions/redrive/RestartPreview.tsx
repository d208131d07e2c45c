import { Alert, Badge, Code, Stack, Text, Title } from "@mantine/core";
import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { RedrivePreview } from "@/api/executions/redriveFrom";
import type { Json } from "@/lib/expressions/types";
import { isOperation } from "@/lib/runs/patch";
import { type Change, changesOf } from "../run/visit/changes";
import classes from "./redrive.module.css";

const COLORS = { added: "teal", changed: "blue", removed: "red" } as const;
const MOST = 50;
const SHORT = 160;

interface RestartPreviewProps {
  preview: RedrivePreview;
  /** The recorded context, to say what a place held before; undefined while it is read. */
  recorded: Json | undefined;
}

/** What a restart would do: the difference of the context, what is sent and run again, what is inherited. */
export function RestartPreview({ preview, recorded }: RestartPreviewProps) {
  const { t } = useTranslation("redrive");
  const changes = changesOf(preview.contextDiff.filter(isOperation), recorded);
  return (
    <Stack gap="md">
      {preview.notes.map((note) => (
        <Note key={note.code} text={note.message} />
      ))}
      <Part title={t("preview.difference")}>
        <Changes changes={changes} />
      </Part>
      <Part title={t("preview.effects")}>
        <Effects preview={preview} />
      </Part>
      <Part title={t("preview.again", { count: preview.runsAgain.length })}>
        <List
          rows={preview.runsAgain.map((one) => ({
            key: one.stepInstanceId,
            name: one.name,
            detail: one.reached ? t("preview.before", { count: one.visitsBefore }) : t("preview.notReached"),
          }))}
        />
      </Part>
      <Text fz="sm" c="dimmed">
        {t("preview.inherited", { count: preview.inherited.visits })}
      </Text>
    </Stack>
  );
}

/** Something worth knowing, in the server's words. */
function Note({ text }: { text: string }) {
  return (
    <Alert color="gray" icon={<Info size={16} aria-hidden />}>
      <Text fz="sm">{text}</Text>
    </Alert>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={6}>
      <Title order={3} fz="sm">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function Changes({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation("redrive");
  if (changes.length === 0)
    return (
      <Text fz="sm" c="dimmed">
        {t("preview.same")}
      </Text>
    );
  return (
    <>
      <ul className={classes.list} aria-label={t("preview.difference")}>
        {changes.slice(0, MOST).map((change) => (
          <li key={`${change.kind}${change.path}`}>
            <div className={classes.row}>
              <Badge size="sm" color={COLORS[change.kind]}>
                {t(`preview.${change.kind}`)}
              </Badge>
              <Text ff="monospace" fz="sm" className={classes.words}>
                {change.path}
              </Text>
            </div>
            <div className={classes.sides}>
              {change.kind !== "added" && <Code className={classes.old}>{short(change.before)}</Code>}
              {change.kind !== "removed" && <Code className={classes.new}>{short(change.after)}</Code>}
            </div>
          </li>
        ))}
      </ul>
      {changes.length > MOST && (
        <Text fz="xs" c="dimmed">
          {t("preview.more", { count: changes.length - MOST })}
        </Text>
      )}
    </>
  );
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? "–";
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}

function Effects({ preview }: { preview: RedrivePreview }) {
  const { t } = useTranslation("redrive");
  if (preview.effects.length === 0)
    return (
      <Text fz="sm" c="dimmed">
        {t("preview.noEffects")}
      </Text>
    );
  return (
    <List
      rows={preview.effects.map((one) => ({
        key: one.stepInstanceId,
        name: `${one.name}: ${one.summary}`,
        detail: t("preview.times", { count: one.timesBefore }),
      }))}
    />
  );
}

interface ListRow {
  key: string;
  name: string;
  detail: string;
}

function List({ rows }: { rows: readonly ListRow[] }) {
  return (
    <div className={classes.scroll}>
      <ul className={classes.list}>
        {rows.map((row) => (
          <li key={row.key} className={classes.row}>
            <Text fz="sm" className={classes.words}>
              {row.name}
            </Text>
            <Text fz="xs" c="dimmed" className={classes.words}>
              {row.detail}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
