/** Where three roads meet. */
export function Mark({ size = 22 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <g stroke="currentColor" strokeWidth="2.2" strokeLinecap="round">
        <path d="M12 12.8V3" />
        <path d="M12 12.8 3.6 20.4" />
        <path d="M12 12.8l8.4 7.6" />
      </g>
      <circle
        cx="12"
        cy="12.8"
        r="3.6"
        fill="var(--road-verified)"
        stroke="var(--road-surface)"
        strokeWidth="1.6"
      />
    </svg>
  );
}
