import { useTranslation } from "react-i18next";
import classes from "./dashboard.module.css";

const HEIGHT = 26;
const WIDTH = 96;

/** Counts over time as small bars, the oldest at the left. */
export function Sparkline({ counts }: { counts: readonly number[] }) {
  const { t } = useTranslation("dashboard");
  const most = Math.max(1, ...counts);
  const width = WIDTH / counts.length;
  const label = t("clusters.trendText", { count: counts.reduce((sum, one) => sum + one, 0), most });
  return (
    <svg className={classes.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {counts.map((count, place) => {
        const height = count === 0 ? 1 : Math.max(3, (count / most) * HEIGHT);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a part of the time has no other name
            key={place}
            x={place * width}
            y={HEIGHT - height}
            width={Math.max(1, width - 1)}
            height={height}
            opacity={count === 0 ? 0.25 : 1}
          />
        );
      })}
    </svg>
  );
}
