import {
  Ban,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  Clock,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  RotateCw,
  ShieldAlert,
  SkipForward,
  TimerOff,
} from "lucide-react";

/** How a status looks: the CSS colour of its text and icon, and the icon. */
interface StatusLook {
  color: string;
  icon: LucideIcon;
  /** The icon turns while the status lasts. */
  moving?: boolean;
}

const LOOKS: Record<string, StatusLook> = {
  QUEUED: { color: "var(--allma-skip)", icon: Clock },
  PENDING: { color: "var(--allma-skip)", icon: CircleDashed },
  RUNNING: { color: "var(--allma-run)", icon: LoaderCircle, moving: true },
  RETRYING: { color: "var(--allma-wait)", icon: RotateCw },
  WAITING: { color: "var(--allma-wait)", icon: Hourglass },
  PAUSED: { color: "var(--allma-wait)", icon: CirclePause },
  COMPLETED: { color: "var(--allma-ok)", icon: CircleCheck },
  FAILED: { color: "var(--allma-fail)", icon: CircleX },
  TIMED_OUT: { color: "var(--allma-fail)", icon: TimerOff },
  QUARANTINED: { color: "var(--allma-fail)", icon: ShieldAlert },
  CANCELLED: { color: "var(--allma-skip)", icon: Ban },
  SKIPPED: { color: "var(--allma-skip)", icon: SkipForward },
};

/** The look of an execution's or a step's status; a calm gray for one that is not known. */
export function statusLook(status: string): StatusLook {
  return LOOKS[status] ?? { color: "var(--allma-skip)", icon: CircleDashed };
}

/** The CSS colour of a status. */
export function statusColor(status: string): string {
  return statusLook(status).color;
}
