/** Allma's mark. `size` in pixels. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden>
      <rect width="32" height="32" rx="8" fill="var(--mantine-color-brand-6)" />
      <path
        d="M9 22.5 16 9.5l7 13"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="9.5" r="2.6" fill="#fff" />
      <circle cx="9" cy="22.5" r="2.6" fill="var(--mantine-color-brand-3)" />
      <circle cx="23" cy="22.5" r="2.6" fill="var(--mantine-color-brand-3)" />
    </svg>
  );
}
