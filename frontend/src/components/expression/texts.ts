import { addTexts } from "@/lib/i18n";

addTexts("expression", {
  result: {
    is: "Result",
    isTrue: "True",
    isFalse: "False",
    timeout: "This takes longer than 0.1 s on the sample data, so it is not shown while you write.",
    use: "Use {{name}}",
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
});
