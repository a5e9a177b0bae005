"""GraphQL on graphql-core, with documents compiled."""

from quickgraph.execute.engine import Engine, ErrorBody, Result
from quickgraph.http import HttpResponse, respond
from quickgraph.request.documents import Trusted
from quickgraph.request.errors import RequestError
from quickgraph.request.limits import Limits
from quickgraph.request.request import Request, document_hash
from quickgraph.schema.arguments import ArgumentError
from quickgraph.schema.build import Schema, SchemaError, build
from quickgraph.schema.cost_directive import COST_SDL
from quickgraph.schema.public_directive import PUBLIC_SDL
from quickgraph.schema.scalars import DATE, DATE_TIME, Native, Scalar

__all__ = [
    "COST_SDL",
    "DATE",
    "DATE_TIME",
    "PUBLIC_SDL",
    "ArgumentError",
    "Engine",
    "ErrorBody",
    "HttpResponse",
    "Limits",
    "Native",
    "Request",
    "RequestError",
    "Result",
    "Scalar",
    "Schema",
    "SchemaError",
    "Trusted",
    "build",
    "document_hash",
    "respond",
]
