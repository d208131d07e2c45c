import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { connectionOptionsQuery } from "@/api/connections/connectionOptions";
import { flowByIdQuery } from "@/api/flows/flowById";
import { searchFlowsQuery } from "@/api/flows/searchFlows";
import { promptByIdQuery } from "@/api/prompts/promptById";
import { searchPromptsQuery } from "@/api/prompts/searchPrompts";
import { useField } from "../binding";
import { useFormScope } from "../scope";
import { FieldBox } from "./FieldBox";
import { JsonField } from "./JsonField";
import { type Choice, SearchSelect } from "./SearchSelect";
import type { FieldProps } from "./types";
import { useFieldTexts } from "./useText";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SEARCH_DELAY_MS = 200;

interface RefProps extends FieldProps {
  choices: readonly Choice[];
  shown: (value: string) => string;
  loading?: boolean;
  free?: boolean;
  onSearch: (text: string) => void;
}

function RefSelect({
  path,
  hideLabel,
  placeholder,
  choices,
  shown,
  loading,
  free,
  onSearch,
  ...texts
}: RefProps) {
  const field = useField(path);
  const { label, description } = useFieldTexts(field, texts);
  if (field.value !== undefined && field.value !== null && typeof field.value !== "string")
    return <JsonField path={path} {...texts} />;
  const value = field.value ?? "";
  return (
    <FieldBox id={field.id}>
      <SearchSelect
        label={label}
        hideLabel={hideLabel ?? false}
        description={hideLabel ? undefined : description}
        error={field.error}
        required={field.required && !hideLabel}
        readOnly={field.readOnly}
        placeholder={placeholder}
        value={value}
        shown={value === "" ? "" : shown(value)}
        choices={choices}
        loading={loading ?? false}
        free={free ?? false}
        onSearch={onSearch}
        onChange={(next) => field.set(next === "" && !field.required ? undefined : next)}
      />
    </FieldBox>
  );
}

/** A step of the flow. */
export function StepRefField({ noStep = false, ...props }: FieldProps & { noStep?: boolean }) {
  const { t } = useTranslation("form");
  const { steps } = useFormScope();
  const [search, setSearch] = useState("");
  const words = search.toLowerCase();
  const found = steps.filter((step) =>
    `${step.label} ${step.id} ${step.typeLabel}`.toLowerCase().includes(words),
  );
  const choices: Choice[] = found.slice(0, 100).map((step) => ({
    value: step.id,
    label: step.label,
    note: step.label === step.id ? step.typeLabel : step.id,
  }));
  const none = noStep && search === "" ? [{ value: "", label: t("noStep") }] : [];
  const shown = (id: string) => steps.find((step) => step.id === id)?.label ?? t("stepMissing", { id });
  return (
    <RefSelect
      {...props}
      placeholder={props.placeholder ?? t("chooseStep")}
      choices={[...none, ...choices]}
      shown={shown}
      onSearch={setSearch}
    />
  );
}

/** A flow of the workspace, or a template that gives its id. */
export function FlowRefField(props: FieldProps) {
  const { t } = useTranslation("form");
  const value = useField(props.path).value;
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search, SEARCH_DELAY_MS);
  const { data = [], isFetching } = useQuery(searchFlowsQuery(asked));
  const id = typeof value === "string" ? value : "";
  const { data: chosen } = useQuery({ ...flowByIdQuery(id), enabled: UUID.test(id) });
  const choices = data.map((flow) => ({
    value: flow.id,
    label: flow.name,
    note: flow.publishedVersion ? t("published", { version: flow.publishedVersion }) : t("unpublished"),
  }));
  return (
    <RefSelect
      {...props}
      placeholder={props.placeholder ?? t("chooseFlow")}
      choices={choices}
      shown={(given) => chosen?.name ?? given}
      loading={isFetching}
      free
      onSearch={setSearch}
    />
  );
}

/** A prompt of the workspace. */
export function PromptRefField(props: FieldProps) {
  const { t } = useTranslation("form");
  const value = useField(props.path).value;
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search, SEARCH_DELAY_MS);
  const { data = [], isFetching } = useQuery(searchPromptsQuery(asked));
  const id = typeof value === "string" ? value : "";
  const { data: chosen } = useQuery({ ...promptByIdQuery(id), enabled: UUID.test(id) });
  const choices = data.map((prompt) => ({
    value: prompt.id,
    label: prompt.name,
    note: prompt.publishedVersion ? t("published", { version: prompt.publishedVersion }) : t("unpublished"),
  }));
  return (
    <RefSelect
      {...props}
      placeholder={props.placeholder ?? t("choosePrompt")}
      choices={choices}
      shown={(given) => chosen?.name ?? given}
      loading={isFetching}
      free
      onSearch={setSearch}
    />
  );
}

/** A connection of the workspace. */
export function ConnectionRefField({ kind, ...props }: FieldProps & { kind?: "HTTP" | "LLM" }) {
  const { t } = useTranslation("form");
  const [search, setSearch] = useState("");
  const { data = [], isFetching } = useQuery(connectionOptionsQuery());
  const words = search.toLowerCase();
  const fitting = data.filter(
    (one) => (kind === undefined || one.kind === kind) && one.name.toLowerCase().includes(words),
  );
  const choices = [
    ...(search === "" ? [{ value: "", label: t("noConnection") }] : []),
    ...fitting.map((one) => ({ value: one.id, label: one.name, note: one.kind })),
  ];
  const shown = (id: string) => data.find((one) => one.id === id)?.name ?? id;
  return (
    <RefSelect
      {...props}
      placeholder={props.placeholder ?? t("noConnection")}
      choices={choices}
      shown={shown}
      loading={isFetching}
      free
      onSearch={setSearch}
    />
  );
}
