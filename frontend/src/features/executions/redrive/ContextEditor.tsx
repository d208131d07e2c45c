import { Button, Group, Input, SegmentedControl, Stack, Text } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/problem";
import { CodeEditor } from "@/components/CodeEditor";
import { JsonView } from "@/components/data-view";
import { parseExactly } from "@/lib/exactJson";
import { isObject, type Json } from "@/lib/expressions/types";
import type { PatchOperation } from "@/lib/runs/patch";
import { marksOf } from "../run/moment/marks";
import classes from "./redrive.module.css";
import type { EditState } from "./useRestart";
import { ValueEditor } from "./ValueEditor";

const PAUSE_MS = 250;
const HEIGHT = 340;

interface ContextEditorProps {
  value: Json;
  recorded: Json;
  /** How `value` differs from what is recorded. */
  patch: readonly PatchOperation[];
  onChange: (value: Json) => void;
  onState: (state: EditState) => void;
  /** What the server said against the restart. */
  error: unknown;
}

/** The context to be edited: value by value in a tree, or as text. */
export function ContextEditor(props: ContextEditorProps) {
  const { value, recorded, patch, onChange, onState, error } = props;
  const { t } = useTranslation("redrive");
  const [view, setView] = useState<"tree" | "json">("tree");
  const [state, setState] = useState<EditState>("ready");
  const report = (next: EditState) => {
    setState(next);
    onState(next);
  };
  const said = contextErrors(error);
  return (
    <section className={classes.editor} aria-label={t("context.label")}>
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={t("context.view")}
          value={view}
          disabled={state !== "ready"}
          onChange={(next) => setView(next === "json" ? "json" : "tree")}
          data={[
            { value: "tree", label: t("context.tree") },
            { value: "json", label: t("context.json") },
          ]}
        />
        {patch.length > 0 && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              report("ready");
              setView("tree");
              onChange(recorded);
            }}
          >
            {t("context.reset")}
          </Button>
        )}
      </Group>
      {view === "tree" ? (
        <TreePart value={value} patch={patch} onChange={onChange} />
      ) : (
        <JsonPart value={value} onChange={onChange} onState={report} />
      )}
      {said.map((text) => (
        <Input.Error key={text} role="alert">
          {text}
        </Input.Error>
      ))}
    </section>
  );
}

interface PartProps {
  value: Json;
  onChange: (value: Json) => void;
}

function TreePart({ value, patch, onChange }: PartProps & { patch: readonly PatchOperation[] }) {
  const { t } = useTranslation("redrive");
  const [chosen, setChosen] = useState<string>();
  const marks = useMemo(() => marksOf(value, patch, "after"), [value, patch]);
  return (
    <Stack gap="xs">
      <JsonView
        value={value}
        height={HEIGHT - 100}
        ariaLabel={t("context.label")}
        marks={marks}
        onChoose={setChosen}
        chosen={chosen}
      />
      {chosen === undefined ? (
        <Text fz="sm" c="dimmed">
          {t("context.choose")}
        </Text>
      ) : (
        <ValueEditor
          key={chosen}
          root={value}
          path={chosen}
          onChange={onChange}
          onRemoved={() => setChosen(undefined)}
        />
      )}
    </Stack>
  );
}

/** Text is read when the typing rests: a large context stays quick. */
function JsonPart({ value, onChange, onState }: PartProps & { onState: (state: EditState) => void }) {
  const { t } = useTranslation("redrive");
  const [before] = useState(() => JSON.stringify(value, null, 2));
  const [text, setText] = useState(before);
  const [reason, setReason] = useState("");
  const read = useDebouncedCallback((typed: string) => {
    const found = readContext(typed, before);
    if ("value" in found) onChange(found.value);
    setReason("value" in found ? "" : found.reason || t("context.notObject"));
    onState("value" in found ? "ready" : "wrong");
  }, PAUSE_MS);
  return (
    <Stack gap={4}>
      <CodeEditor
        value={text}
        onChange={(typed) => {
          setText(typed);
          onState("typing");
          read(typed);
        }}
        height={HEIGHT}
        ariaLabel={t("context.label")}
        invalid={reason !== ""}
      />
      {reason && <Input.Error role="alert">{t("context.invalid", { reason })}</Input.Error>}
    </Stack>
  );
}

function readContext(text: string, before: string): { value: Json } | { reason: string } {
  try {
    const value = parseExactly<Json>(text, before);
    return isObject(value) ? { value } : { reason: "" };
  } catch (failure) {
    return { reason: failure instanceof Error ? failure.message : String(failure) };
  }
}

/** What the server said of places in the context. */
function contextErrors(error: unknown): string[] {
  if (!(error instanceof ApiError)) return [];
  const found = (error.problem.errors ?? []).filter(({ path }) => path.startsWith("/context"));
  return found.map(({ path, message }) => `${path.replace(/^\/context(Patch)?\/?/, "")} ${message}`.trim());
}
