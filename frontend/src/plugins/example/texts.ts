import { addTexts } from "@/lib/i18n";

addTexts("example", {
  title: "Release checklist",
  subtitle: "What to look at before a version goes live.",
  open: "Open the release checklist",
  shortcut: "Find the release checklist",
  left_one: "{{count}} item left before a release",
  left_other: "{{count}} items left before a release",
  done: "Ready for a release",
  items: {
    problems: "The editor shows no problem",
    errors: "Every call has a way out when it fails",
    sandbox: "Each new step has run in the sandbox",
  },
  note: "What this place in the flow stands for",
  noteHint: "Shown on the canvas. The step itself does nothing.",
});
