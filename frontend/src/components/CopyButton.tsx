import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { writeClipboard } from "@/lib/clipboard";
import { IconButton } from "./IconButton";
import { notifyError } from "./notify";
import "./texts";

const SAID_MS = 1_500;

/** Copies a text; says so for a moment. `label` is what is copied, as in "Copy the address". */
export function CopyButton({ value, label, size = "sm" }: { value: string; label?: string; size?: string }) {
  const { t } = useTranslation("common");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <IconButton
      icon={copied ? Check : Copy}
      iconSize={14}
      size={size}
      color={copied ? "teal" : "gray"}
      label={copied ? t("copy.copied") : (label ?? t("copy.copy"))}
      onClick={() => void writeClipboard(value).then(() => setCopied(true), notifyError)}
    />
  );
}
