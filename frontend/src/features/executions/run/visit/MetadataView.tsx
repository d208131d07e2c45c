import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/components/CodeEditor";
import { CopyButton } from "@/components/CopyButton";
import { DataView as JsonView } from "@/components/data-view";
import { fieldsOf, textOf } from "./texts";

interface MetadataViewProps {
  metadata: Record<string, unknown>;
  config: Record<string, unknown> | null;
}

const LONG_TEXTS = ["prompt", "systemPrompt", "rawResponse"] as const;
const SHOWN_APART = new Set<string>([...LONG_TEXTS, "request", "response"]);

/** What a step recorded besides its output: the HTTP exchange, the prompt and the answer, tokens and the like. */
export function MetadataView({ metadata, config }: MetadataViewProps) {
  const { t } = useTranslation("run");
  const others = Object.fromEntries(Object.entries(metadata).filter(([name]) => !SHOWN_APART.has(name)));
  return (
    <Stack gap="lg">
      {Object.keys(metadata).length === 0 && (
        <Text c="dimmed" fz="sm">
          {t("metadata.none")}
        </Text>
      )}
      {metadata.request !== undefined && <Exchange title={t("metadata.request")} value={metadata.request} />}
      {metadata.response !== undefined && (
        <Exchange title={t("metadata.response")} value={metadata.response} />
      )}
      {LONG_TEXTS.filter((name) => metadata[name] !== undefined).map((name) => (
        <LongText key={name} title={t(`metadata.${name}`)} value={metadata[name]} />
      ))}
      {Object.keys(others).length > 0 && (
        <Section title={t("metadata.other")}>
          <JsonView value={others} maxHeight={160} ariaLabel={t("metadata.other")} compact />
        </Section>
      )}
      {config && (
        <Section title={t("visit.config")}>
          <JsonView value={config} maxHeight={240} ariaLabel={t("visit.config")} compact />
        </Section>
      )}
    </Stack>
  );
}

function Section({
  title,
  side,
  children,
}: {
  title: string;
  side?: React.ReactNode;
  children: React.ReactNode;
}) {
  return (
    <section>
      <Group gap="xs" mb={4}>
        <Title order={3}>{title}</Title>
        {side}
      </Group>
      {children}
    </section>
  );
}

function Exchange({ title, value }: { title: string; value: unknown }) {
  const { method, url, status, ...rest } = fieldsOf(value);
  return (
    <Section
      title={title}
      side={
        <>
          {method !== undefined && <Badge color="blue">{textOf(method)}</Badge>}
          {status !== undefined && (
            <Badge color={Number(status) >= 400 ? "red" : "teal"}>{textOf(status)}</Badge>
          )}
        </>
      }
    >
      {url !== undefined && (
        <Group gap={4} wrap="nowrap" mb="xs">
          <Text fz="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
            {textOf(url)}
          </Text>
          <CopyButton value={textOf(url)} />
        </Group>
      )}
      {Object.keys(rest).length > 0 && <JsonView value={rest} maxHeight={180} ariaLabel={title} compact />}
    </Section>
  );
}

function LongText({ title, value }: { title: string; value: unknown }) {
  if (typeof value !== "string")
    return (
      <Section title={title}>
        <JsonView value={value} maxHeight={200} ariaLabel={title} compact />
      </Section>
    );
  return (
    <Section title={title} side={<CopyButton value={value} />}>
      <CodeEditor value={value} readOnly language="text" height={200} ariaLabel={title} gutter={false} />
    </Section>
  );
}
