import { addTexts } from "@/lib/i18n";

addTexts("common", {
  status: {
    QUEUED: "Queued",
    RUNNING: "Running",
    WAITING: "Waiting",
    PAUSED: "Paused",
    COMPLETED: "Completed",
    FAILED: "Failed",
    CANCELLED: "Cancelled",
    TIMED_OUT: "Timed out",
    QUARANTINED: "Quarantined",
    SKIPPED: "Skipped",
    RETRYING: "Retrying",
    PENDING: "Pending",
  },
  error: {
    title: "Something went wrong",
    unknown: "The page could not show this.",
    retry: "Try again",
    request: "Request {{id}}",
  },
  cancel: "Cancel",
  copy: { copy: "Copy", copied: "Copied" },
  loading: "Loading",
  loadMore: "Load more",
  notify: { open: "Open" },
  never: "never",
  runs: {
    none: "No runs yet",
    openLast: "Last run: {{status}}. Open it",
    summary_one: "{{good}} of {{count}} run succeeded",
    summary_other: "{{good}} of the last {{count}} runs succeeded",
  },
});
