import { addTexts } from "@/lib/i18n";

addTexts("live", {
  reconnecting: "Reconnecting…",
  reconnectingHint: "What you see may be a little old. It catches up by itself.",
  refused: "Not live",
  refusedHint: "The server does not let this page follow along. Reload it to see what is new.",
});
