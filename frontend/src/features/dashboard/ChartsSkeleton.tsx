import { Grid, Skeleton } from "@mantine/core";

/** How high a chart is, in pixels, its axes included. */
export const CHART_HEIGHT = 200;
const CARD_HEIGHT = CHART_HEIGHT + 76;

/** The charts in gray while they load. */
export function ChartsSkeleton() {
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Skeleton height={CARD_HEIGHT} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Skeleton height={CARD_HEIGHT} />
      </Grid.Col>
    </Grid>
  );
}
