import { addTexts } from "@/lib/i18n";

addTexts("home", {
  nav: "Home",
  title: "Home",
  subtitle: "What goes on in {{workspace}}.",
  recent: "Recent flows",
  allFlows: "All flows",
  flow: "Flow",
  lastRun: "Last run",
  success: "Success rate",
  changed: "Changed",
  running: { title: "Running now", none: "Nothing runs just now." },
  waiting: { title: "Waiting", none: "Nothing waits for an answer." },
  failed: { title: "Failed lately", none: "Nothing failed. Good." },
  all: "All of them",
  start: {
    title: "Make your first flow",
    text: "A flow is a picture of steps that Allma runs for you: calls, decisions, people, language models.",
    viewer: "Nobody has made a flow in this workspace yet. Come back when there is one.",
    empty: {
      title: "Start from nothing",
      text: "Name it and draw it on an empty canvas.",
      action: "New flow",
    },
    template: {
      title: "Take a template",
      text: "Flows that run as they are, from approvals to reports.",
      action: "See the templates",
    },
    import: { title: "Import", text: "An export of Allma, or the JSON of a flow.", action: "Choose a file" },
  },
});
