import { addTexts } from "@/lib/i18n";

addTexts("filters", {
  flow: "Flow",
  anyFlow: "All flows",
  noFlow: "Show all flows",
  range: "Time range",
  "1h": "1 h",
  "24h": "24 h",
  "7d": "7 d",
  "30d": "30 d",
});
