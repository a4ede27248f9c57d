import type { Child, PropsWithChildren } from 'hono/jsx'

/** A card that opens at a tap: for what is known already, or seldom needed. What is wrong in it opens it. */
export const Fold = ({
  title,
  said,
  open,
  children,
}: PropsWithChildren<{ title: string; said?: Child; open?: boolean | undefined }>) => (
  <details class="card fold" open={open}>
    <summary>
      <h2>{title}</h2>
      {said && <small>{said}</small>}
    </summary>
    {children}
  </details>
)
