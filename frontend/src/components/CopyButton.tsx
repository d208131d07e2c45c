import { CopyButton as MantineCopyButton } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "./IconButton";
import "./texts";

/** Copies a text; says so for a moment. `label` is what is copied, as in "Copy the address". */
export function CopyButton({ value, label, size = "sm" }: { value: string; label?: string; size?: string }) {
  const { t } = useTranslation("common");
  return (
    <MantineCopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <IconButton
          icon={copied ? Check : Copy}
          iconSize={14}
          size={size}
          color={copied ? "teal" : "gray"}
          label={copied ? t("copy.copied") : (label ?? t("copy.copy"))}
          onClick={copy}
        />
      )}
    </MantineCopyButton>
  );
}
