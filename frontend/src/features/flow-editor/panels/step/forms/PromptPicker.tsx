import { Box, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { promptByIdQuery } from "@/api/prompts/promptById";
import { promptTextQuery } from "@/api/prompts/promptText";
import { AppLink } from "@/components/AppLink";
import { useForm } from "@/components/schema-form/binding";
import { NumberField } from "@/components/schema-form/fields/basic";
import { PromptRefField } from "@/components/schema-form/fields/refs";
import classes from "@/components/schema-form/form.module.css";
import { getIn, isObject } from "@/components/schema-form/path";
import { paths } from "@/lib/paths";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A prompt of the workspace with its version, its text, and the variables that are not given a value yet. */
export function PromptPicker() {
  const { t } = useTranslation("step");
  const { value, set, readOnly } = useForm();
  const id = String(getIn(value, ["promptTemplateId"]) ?? "");
  const known = UUID.test(id);
  const { data: prompt } = useQuery({ ...promptByIdQuery(id), enabled: known });
  const chosen = getIn(value, ["promptVersion"]);
  const number = typeof chosen === "number" ? chosen : (prompt?.publishedVersion ?? undefined);
  const { data: version, isError } = useQuery({
    ...promptTextQuery(id, number ?? 0),
    enabled: known && number !== undefined,
  });
  const mapped = getIn(value, ["templateContextMappings"]);
  const missing = (version?.variables ?? []).filter(
    (variable) => !(isObject(mapped) && variable.name in mapped),
  );
  return (
    <Stack gap="xs">
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <Box flex={1}>
          <PromptRefField path={["promptTemplateId"]} hideLabel />
        </Box>
        <Box w={130}>
          <NumberField path={["promptVersion"]} hideLabel placeholder={t("llm.publishedVersion")} />
        </Box>
      </Group>
      {known && number !== undefined && !version && !isError && <Skeleton h={80} radius="md" aria-busy />}
      {isError && (
        <Text size="sm" c="red" role="status">
          {t("llm.noVersion", { number })}
        </Text>
      )}
      {prompt && number === undefined && (
        <Text size="sm" c="dimmed">
          {t("llm.unpublished")}
        </Text>
      )}
      {version && (
        <Box className={classes.preview} tabIndex={0} role="region" aria-label={t("llm.preview")}>
          {version.content}
        </Box>
      )}
      {known && (
        <AppLink to={paths.prompt(id)} fz="sm">
          {t("llm.openPrompt")}
        </AppLink>
      )}
      {missing.length > 0 && !readOnly && (
        <Group gap={6}>
          <Text size="sm" c="dimmed">
            {t("llm.missing")}
          </Text>
          {missing.map(({ name }) => (
            <Button
              key={name}
              variant="default"
              size="compact-xs"
              leftSection={<Plus size={12} />}
              onClick={() => set(["templateContextMappings", name], { sourceJsonPath: `$.${name}` })}
            >
              {name}
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  );
}
