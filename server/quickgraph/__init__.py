"""GraphQL on graphql-core, with documents compiled."""

from quickgraph.execute.engine import Engine, ErrorBody, Result
from quickgraph.http import HttpResponse, respond
from quickgraph.request.cost import COST_SDL
from quickgraph.request.documents import Request, Trusted
from quickgraph.request.limits import Limits
from quickgraph.schema.arguments import ArgumentError
from quickgraph.schema.build import DATE_TIME, Native, Scalar, Schema, SchemaError, build

__all__ = [
    "COST_SDL",
    "DATE_TIME",
    "ArgumentError",
    "Engine",
    "ErrorBody",
    "HttpResponse",
    "Limits",
    "Native",
    "Request",
    "Result",
    "Scalar",
    "Schema",
    "SchemaError",
    "Trusted",
    "build",
    "respond",
]
