import { addTexts } from "@/lib/i18n";

addTexts("pair", {
  same: "the same",
  differences_one: "{{count}} difference",
  differences_other: "{{count}} differences",
});
