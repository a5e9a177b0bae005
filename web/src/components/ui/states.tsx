import { RefreshCw, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import { cn } from "@/lib/cn";
import { t } from "@/lib/i18n";

import { Button } from "./button";
import { Icon } from "./icon";

export type EmptyStateProps = {
  icon?: LucideIcon;
  title: ReactNode;
  /** "h1" where this is all that a page has. */
  titleAs?: "p" | "h1";
  /** What to do next, in one sentence. */
  body?: ReactNode;
  /** The button for it. */
  action?: ReactNode;
  className?: string;
};

export function EmptyState({ icon, title, titleAs: Title = "p", body, action, className }: EmptyStateProps) {
  return (
    <div className={cn("mx-auto flex max-w-[360px] flex-col items-center px-4 py-10 text-center", className)}>
      {icon && <Icon icon={icon} size={20} className="mb-3 text-muted" />}
      <Title className="text-14 font-medium">{title}</Title>
      {body && <p className="mt-1 text-13 text-muted">{body}</p>}
      {action && <div className="mt-4 flex gap-2">{action}</div>}
    </div>
  );
}

export type ErrorStateProps = {
  title?: ReactNode;
  /** "h1" where this is all that a page has. */
  titleAs?: "p" | "h1";
  /** What happened, what was kept and what to do, in one sentence; a Problem's message fits. */
  message?: ReactNode;
  onRetry?: () => void;
  retrying?: boolean;
  className?: string;
};

export function ErrorState({
  title,
  titleAs: Title = "p",
  message,
  onRetry,
  retrying,
  className,
}: ErrorStateProps) {
  return (
    <div
      role="alert"
      className={cn("mx-auto flex max-w-[360px] flex-col items-center px-4 py-10 text-center", className)}
    >
      <Title className="text-14 font-medium">{title ?? t("common.errorTitle")}</Title>
      <p className="mt-1 text-13 text-muted">{message ?? t("common.errorBody")}</p>
      {onRetry && (
        <Button variant="outline" className="mt-4" pending={retrying} onClick={onRetry}>
          <Icon icon={RefreshCw} />
          {t("common.retry")}
        </Button>
      )}
    </div>
  );
}
