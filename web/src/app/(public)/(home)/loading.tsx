import { Page } from "@/components/frame";
import { Loading, Skeleton } from "@/components/ui/skeleton";

export default function PageLoading() {
  return (
    <Page>
      <Loading>
        <Skeleton className="h-9 w-64" />
        <Skeleton className="mt-6 h-40 rounded-card" />
        <Skeleton className="mt-3 h-40 rounded-card" />
      </Loading>
    </Page>
  );
}
