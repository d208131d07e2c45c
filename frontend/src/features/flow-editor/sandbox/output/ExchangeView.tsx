import { Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "@/components/CopyButton";
import { JsonView } from "@/components/data-view";
import { isObject, type Json, type JsonObject } from "@/lib/expressions/types";
import styles from "../Sandbox.module.css";

/** Shown in a way of their own, or said elsewhere. */
const SHOWN = new Set([
  "dryRun",
  "correlationKey",
  "request",
  "response",
  "renderedPrompt",
  "systemPrompt",
  "rawResponse",
  "model",
  "provider",
  "tokens",
  "costUsd",
  "latencyMs",
]);

/** What went out and came back: the HTTP exchange, or the prompt and the raw answer; everything else as data. */
export function ExchangeView({ metadata }: { metadata: JsonObject }) {
  const { t } = useTranslation("sandbox");
  const rest = Object.fromEntries(Object.entries(metadata).filter(([name]) => !SHOWN.has(name)));
  if (Object.keys(metadata).length === 0)
    return (
      <Text fz="sm" c="dimmed">
        {t("request.none")}
      </Text>
    );
  return (
    <Stack gap="md">
      <Facts metadata={metadata} />
      {isObject(metadata.request) && <Request request={metadata.request} />}
      {isObject(metadata.response) && (
        <Part title={t("request.response")}>
          <JsonView value={metadata.response} height="auto" compact ariaLabel={t("request.response")} />
        </Part>
      )}
      <LongText title={t("request.system")} text={metadata.systemPrompt} />
      <LongText title={t("request.prompt")} text={metadata.renderedPrompt} />
      <LongText title={t("request.raw")} text={metadata.rawResponse} />
      {Object.keys(rest).length > 0 && (
        <Part title={t("request.more")}>
          <JsonView value={rest} height="auto" compact ariaLabel={t("request.more")} />
        </Part>
      )}
    </Stack>
  );
}

function Facts({ metadata }: { metadata: JsonObject }) {
  const { t } = useTranslation("sandbox");
  const tokens = isObject(metadata.tokens) ? metadata.tokens : null;
  const facts: [string, string][] = [];
  if (typeof metadata.model === "string") facts.push([t("request.model"), metadata.model]);
  if (tokens) facts.push([t("request.tokens"), `${tokens.input ?? "?"} → ${tokens.output ?? "?"}`]);
  if (typeof metadata.costUsd === "number")
    facts.push([t("request.cost"), `$${metadata.costUsd.toFixed(5)}`]);
  if (typeof metadata.latencyMs === "number") facts.push([t("request.latency"), `${metadata.latencyMs} ms`]);
  if (facts.length === 0) return null;
  return (
    <Group gap="lg">
      {facts.map(([name, value]) => (
        <div key={name}>
          <Text className={styles.caption}>{name}</Text>
          <Text fz="sm">{value}</Text>
        </div>
      ))}
    </Group>
  );
}

function Request({ request }: { request: JsonObject }) {
  const { t } = useTranslation("sandbox");
  if (typeof request.url !== "string")
    return (
      <Part title={t("request.method")}>
        <JsonView value={request} height="auto" compact ariaLabel={t("request.method")} />
      </Part>
    );
  const headers = isObject(request.headers) ? Object.entries(request.headers) : [];
  return (
    <>
      <Part title={t("request.method")}>
        <Text className={styles.box}>
          <b>{String(request.method ?? "")}</b> {request.url}
        </Text>
      </Part>
      {headers.length > 0 && (
        <Part title={t("request.headers")}>
          <Text className={styles.box} component="pre">
            {headers.map(([name, value]) => `${name}: ${value}`).join("\n")}
          </Text>
        </Part>
      )}
      <LongText title={t("request.body")} text={request.body} />
    </>
  );
}

function LongText({ title, text }: { title: string; text: Json }) {
  if (typeof text !== "string" || text === "") return null;
  return (
    <Part title={title} action={<CopyButton value={text} />}>
      <Text className={styles.box} component="pre" tabIndex={0}>
        {text}
      </Text>
    </Part>
  );
}

function Part({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <Group justify="space-between" mih={24}>
        <Text className={styles.caption}>{title}</Text>
        {action}
      </Group>
      {children}
    </div>
  );
}
