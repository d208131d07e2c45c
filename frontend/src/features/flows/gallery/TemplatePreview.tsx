import { Button, Code, Group, List, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { connectionOptionsQuery } from "@/api/connections/connectionOptions";
import type { FlowTemplate } from "@/api/flows/flowTemplates";
import { makeFromTemplate } from "@/api/flows/makeFromTemplate";
import { linkTarget } from "@/components/AppLink";
import { ErrorState } from "@/components/ErrorState";
import { notifySuccess } from "@/components/notify";
import { paths } from "@/lib/paths";
import { usePermission } from "@/lib/session";
import { DefinitionCanvas } from "../VersionCanvas";

interface TemplatePreviewProps {
  template: FlowTemplate;
  onClose: () => void;
}

/** A template drawn, with an input to try it, and the way to take it. */
export function TemplatePreview({ template, onClose }: TemplatePreviewProps) {
  const { t } = useTranslation("flows");
  const edits = usePermission("edit");
  return (
    <Modal opened onClose={onClose} title={template.name} size={900}>
      <Stack gap="md">
        <Text>{template.description}</Text>
        <DefinitionCanvas
          definition={template.definition}
          height="min(360px, 40vh)"
          label={t("gallery.drawn", { name: template.name })}
        />
        {template.companions.length > 0 && (
          <div>
            <Text fz="sm" fw={500}>
              {t("gallery.companions")}
            </Text>
            <List size="sm">
              {template.companions.map((one) => (
                <List.Item key={one.key}>
                  {one.name}: {one.description}
                </List.Item>
              ))}
            </List>
          </div>
        )}
        {edits && <UseForm template={template} />}
        <details>
          <Text component="summary" fz="sm" style={{ cursor: "pointer" }}>
            {t("gallery.input")}
          </Text>
          <Code block mt="xs">
            {JSON.stringify(template.exampleInput, null, 2)}
          </Code>
        </details>
      </Stack>
    </Modal>
  );
}

function UseForm({ template }: { template: FlowTemplate }) {
  const { t } = useTranslation("flows");
  const [name, setName] = useState(template.name);
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const router = useRouter();
  const queryClient = useQueryClient();
  const make = useMutation({
    mutationFn: () => makeFromTemplate(template.id, { name: name.trim() || null, connections: chosen }),
    onSuccess: async (flow) => {
      notifySuccess(t("gallery.made", { name: flow.name }), { to: paths.flow(flow.id) });
      await router.navigate(linkTarget(paths.editor(flow.id, flow.latestVersion)));
      await queryClient.invalidateQueries({ queryKey: ["flows"] });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Stack gap="sm">
        {make.error && <ErrorState error={make.error} />}
        {template.needs.map((need) => (
          <NeedSelect
            key={need.key}
            need={need}
            value={chosen[need.key] ?? null}
            onChange={(id) =>
              setChosen(({ [need.key]: _before, ...others }) => (id ? { ...others, [need.key]: id } : others))
            }
          />
        ))}
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t("gallery.name")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={200}
            flex="1 1 240px"
          />
          <Button type="submit" loading={make.isPending}>
            {t("gallery.use")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface NeedSelectProps {
  need: Schemas["TemplateNeed"];
  value: string | null;
  onChange: (connectionId: string | null) => void;
}

function NeedSelect({ need, value, onChange }: NeedSelectProps) {
  const { t } = useTranslation("flows");
  const connections = useQuery(connectionOptionsQuery());
  const fitting = (connections.data ?? []).filter((one) => one.kind === need.kind);
  return (
    <Select
      label={need.name}
      description={need.description}
      placeholder={fitting.length ? t("gallery.chooseLater") : t("gallery.noConnection", { kind: need.kind })}
      data={fitting.map((one) => ({ value: one.id, label: one.name }))}
      value={value}
      onChange={onChange}
      disabled={!fitting.length}
      clearable
    />
  );
}
