import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { contextQuery } from "@/api/executions/getContext";
import { previewRedriveFrom, type RedriveFromBody, redriveFrom } from "@/api/executions/redriveFrom";
import type { ExecutionDetail, VisitRow } from "@/api/executions/types";
import type { Json } from "@/lib/expressions/types";
import type { PatchOperation } from "@/lib/runs/patch";
import { useSendOnce } from "@/lib/useSendOnce";
import { patchBetween } from "./contextPatch";
import { useOpenRun } from "./useOpenRun";
import type { RedriveVersion } from "./VersionChoice";

const PAUSE_MS = 300;
const NONE: readonly PatchOperation[] = [];

/** How far the typed context is: it can be sent, is being typed, or is wrong. */
export type EditState = "ready" | "typing" | "wrong";

/** What a restart is made of, what it would do, and the sending of it. */
export function useRestart(run: ExecutionDetail, visit: VisitRow, onDone: () => void) {
  const [version, setVersion] = useState<RedriveVersion>("original");
  const [edited, setEdited] = useState(false);
  const [branches, setBranches] = useState<"all" | "failed">("all");
  const [typed, setTyped] = useState<Json>();
  const [state, setState] = useState<EditState>("ready");
  const keyOf = useSendOnce();
  const openRun = useOpenRun();
  const recorded = useQuery(contextQuery(run.id, { seq: visit.seq, side: "before" }, "restart"));
  const context: Json = typed === undefined ? recorded.data : typed;
  const patch = useMemo(
    () => (typed === undefined ? NONE : patchBetween(recorded.data, typed)),
    [typed, recorded.data],
  );
  const body = useMemo(
    (): RedriveFromBody => ({
      seq: visit.seq,
      version,
      branches,
      ...(edited && patch.length > 0 && { contextPatch: patch }),
    }),
    [visit.seq, version, branches, edited, patch],
  );
  const [settled] = useDebouncedValue(body, PAUSE_MS);
  const preview = useQuery({
    queryKey: ["executions", run.id, "restart", settled],
    queryFn: ({ signal }) => previewRedriveFrom(run.id, settled, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  const sending = useMutation({
    mutationFn: () => redriveFrom(run.id, body, keyOf(body)),
    onSuccess: async ({ executionId }) => {
      onDone();
      await openRun(executionId);
    },
  });
  const isCurrent = settled === body && preview.isSuccess && !preview.isPlaceholderData;
  return {
    ...{ version, setVersion, edited, setEdited, branches, setBranches },
    ...{ recorded, context, setTyped, state, setState, patch, preview, sending },
    isCurrent,
    /** Whether something would be lost when the dialog closes. */
    isEdited: edited && (patch.length > 0 || state !== "ready"),
    /** Whether what is shown is what would be sent. */
    isReady: isCurrent && (!edited || state === "ready"),
  };
}

export type Restart = ReturnType<typeof useRestart>;
