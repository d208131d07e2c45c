import { create } from "zustand";
import type { TimeZoneChoice } from "./time";

const KEY = "allma.timezone";

interface TimeZoneState {
  zone: TimeZoneChoice;
  set: (zone: TimeZoneChoice) => void;
}

/** UTC or local time, as the person chose; kept in this browser. */
export const useTimeZone = create<TimeZoneState>((set) => ({
  zone: localStorage.getItem(KEY) === "utc" ? "utc" : "local",
  set: (zone) => {
    localStorage.setItem(KEY, zone);
    set({ zone });
  },
}));
