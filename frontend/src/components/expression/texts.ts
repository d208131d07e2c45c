import { addTexts } from "@/lib/i18n";

addTexts("expression", {
  kind: { literal: "Fixed", path: "Path", template: "Template", json: "JSON" },
  kindOf: "How {{label}} is written",
  result: {
    is: "Result",
    isTrue: "True",
    isFalse: "False",
    nothing: "Nothing",
    timeout: "This takes longer than 0.1 s on the sample data, so it is not shown while you write.",
    use: "Use {{name}}",
    unsure: "The result is shown when the step runs.",
    type: {
      text: "text",
      number: "number",
      boolean: "boolean",
      null: "null",
      list: "list of {{count}}",
      object: "object of {{count}}",
    },
  },
  suggestions: "Suggestions for {{label}}",
  placeholder: { path: "$.order.total", template: "Text with {{ name }}", condition: "$.order.total > 100" },
  json: { invalid: "This is no JSON yet, so the value before is kept: {{reason}}" },
});
