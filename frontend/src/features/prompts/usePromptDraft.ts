import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { hasStatus } from "@/api/problem";
import { promptTextQuery } from "@/api/prompts/promptText";
import { savePromptDraft } from "@/api/prompts/savePromptDraft";

type Version = Schemas["PromptVersionOut"];

/** The text of a draft while it is edited, and saving it against the revision it was read at. */
export function usePromptDraft(promptId: string, version: Version) {
  const client = useQueryClient();
  const [text, setText] = useState(version.content);
  const [base, setBase] = useState({ text: version.content, revision: version.revision });
  const save = useMutation({
    mutationFn: async (revision: number) => {
      const schemas = version.variables.flatMap(({ name, schema }) =>
        schema ? [[name, schema] as const] : [],
      );
      const content = {
        content: text,
        variables: Object.fromEntries(schemas),
        outputSchema: version.outputSchema,
      };
      const saved = await savePromptDraft({ promptId, number: version.number, revision, content });
      return { ...saved, text };
    },
    onSuccess: async ({ revision, text: savedText }) => {
      setBase({ text: savedText, revision });
      await client.invalidateQueries({ queryKey: ["prompts"] });
    },
  });
  const theirs = async () => {
    const query = promptTextQuery(promptId, version.number);
    return client.fetchQuery({ ...query, staleTime: 0 });
  };
  return {
    text,
    setText,
    save,
    isDirty: text !== base.text,
    conflict: hasStatus(save.error, 412),
    saveNow: () => save.mutateAsync(base.revision),
    /** Saves over what somebody else saved. */
    keepMine: async () => save.mutateAsync((await theirs()).revision),
    /** Shows what somebody else saved instead of the text here. */
    takeTheirs: async () => {
      const found = await theirs();
      setText(found.content);
      setBase({ text: found.content, revision: found.revision });
      save.reset();
    },
  };
}
