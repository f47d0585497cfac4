import { ScopedLink } from "./scope/ScopedLink.tsx";

export interface Crumb {
  readonly label: string;
  /** Left out on the last one: the page itself. */
  readonly href?: string;
}

/** Where this page stands: region → stamp → pool; each a link that keeps the scope. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex flex-wrap items-center gap-1.5 text-xs text-ink-soft">
        {crumbs.map((crumb, index) => (
          <li key={crumb.label} className="flex items-center gap-1.5">
            {index > 0 && (
              <span aria-hidden="true" className="text-ink-faint">
                /
              </span>
            )}
            {crumb.href === undefined ? (
              <span aria-current="page">{crumb.label}</span>
            ) : (
              <ScopedLink href={crumb.href} className="hover:text-accent hover:underline">
                {crumb.label}
              </ScopedLink>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
