import { addTexts } from "@/lib/i18n";

addTexts("live", {
  reconnecting: "Reconnecting…",
  refused: "Not live",
});
