import i18next from "i18next";
import { initReactI18next } from "react-i18next";

/**
 * Texts live beside the code that shows them: each feature calls `addTexts("its-namespace", {...})` in its `texts.ts`
 * and reads them with `useTranslation("its-namespace")`.
 */
void i18next.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  ns: ["common"],
  defaultNS: "common",
  resources: { en: {} },
  interpolation: { escapeValue: false },
  showSupportNotice: false,
  initAsync: false,
} as Parameters<typeof i18next.init>[0]);

type Texts = { [key: string]: string | Texts };

/** Adds the English texts of one namespace. */
export function addTexts(namespace: string, texts: Texts): void {
  i18next.addResourceBundle("en", namespace, texts, true, true);
}

export { i18next };
