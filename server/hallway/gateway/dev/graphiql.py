"""Development only: GraphiQL at `/graphiql`, from the package that `make dev` installs in tools/graphiql."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

STATIC: Final = Path(__file__).resolve().parents[4] / "tools" / "graphiql" / "node_modules" / "ruru" / "static"
MISSING: Final = "GraphiQL is not installed. Run make dev.\n"
SCRIPT: Final = """
const files = "/graphiql/static/";
const workers = { json: "jsonWorker.js", graphql: "graphqlWorker.js" };
globalThis.MonacoEnvironment = {
  getWorker: (_, label) => new Worker(files + (workers[label] ?? "editorWorker.js"), { type: "module" }),
};
const { React, createRoot, Ruru } = await import(files + "ruru.js");
const editor = React.createElement(Ruru, { endpoint: "/graphql", staticPath: files });
createRoot(document.getElementById("graphiql")).render(editor);
"""
PAGE: Final = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>GraphiQL · Hallway</title>
<link rel="stylesheet" href="/graphiql/static/ruru.css">
<style>body {{ margin: 0 }} #graphiql {{ height: 100vh }}</style>
<div id="graphiql">GraphiQL is loading.</div>
<script type="module">{SCRIPT}</script>
</html>
"""
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' 'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'",
        "style-src 'self' 'unsafe-inline'",  # the editor places its lines and marks by style
        "font-src 'self' data:",
        "img-src 'self' data:",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""This page's own, which asks nothing of any other host."""


async def _page(_request: Request) -> Response:
    return Response(PAGE, 200, {"content-security-policy": POLICY, "cache-control": "no-store"}, "text/html")


async def _missing(_request: Request) -> Response:
    return Response(MISSING, 404, {"cache-control": "no-store"}, "text/plain")


def graphiql_routes(static: Path = STATIC) -> list[BaseRoute]:
    """The page and its files, which are in `static`; a sentence for both if there is no such folder."""
    if not static.is_dir():
        return [Route("/graphiql", _missing), Route("/graphiql/static/{file:path}", _missing)]
    return [Route("/graphiql", _page), Mount("/graphiql/static", StaticFiles(directory=static))]
