import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";
import "../i18n";

afterEach(cleanup);

// jsdom has no layout: Mantine and React Flow ask for these.
if (typeof window !== "undefined") {
  window.matchMedia ??= (query: string) =>
    ({
      matches: false,
      media: query,
      onchange: null,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      addListener: () => undefined,
      removeListener: () => undefined,
      dispatchEvent: () => false,
    }) satisfies MediaQueryList;
  window.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  window.scrollTo = () => undefined;
  if (!document.fonts) Object.defineProperty(document, "fonts", { value: new EventTarget() });
  Element.prototype.scrollIntoView ??= () => undefined;
  if (!("fonts" in document))
    Object.defineProperty(document, "fonts", {
      value: Object.assign(new EventTarget(), { ready: Promise.resolve() }),
    });
}
