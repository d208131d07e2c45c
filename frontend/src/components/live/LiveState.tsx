import { Badge, Tooltip, VisuallyHidden } from "@mantine/core";
import { CloudOff, RefreshCw } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LiveState as State } from "@/lib/live";
import "./texts";

/** A connection that is back within this time was never worth a word. */
const QUIET_MS = 1_500;

/** A quiet hint that the page is not live just now; nothing while it is. Changes are told to screen readers. */
export function LiveState({ state }: { state: State }) {
  const { t } = useTranslation("live");
  const shown = useLasting(state);
  const lost = shown === "refused" ? "refused" : shown === "reconnecting" ? "reconnecting" : null;
  return (
    <span role="status">
      {lost && (
        <Tooltip label={t(`${lost}Hint`)} multiline maw={260}>
          <Badge
            variant="light"
            color="gray"
            tt="none"
            fw={500}
            leftSection={
              lost === "refused" ? <CloudOff size={12} aria-hidden /> : <RefreshCw size={12} aria-hidden />
            }
          >
            {t(lost)}
            <VisuallyHidden> {t(`${lost}Hint`)}</VisuallyHidden>
          </Badge>
        </Tooltip>
      )}
    </span>
  );
}

/** The state, but `reconnecting` only once it has lasted. */
function useLasting(state: State): State | null {
  const [lasting, setLasting] = useState<State | null>(null);
  useEffect(() => {
    if (state !== "reconnecting") {
      setLasting(state);
      return;
    }
    const timer = setTimeout(() => setLasting(state), QUIET_MS);
    return () => clearTimeout(timer);
  }, [state]);
  return lasting;
}
