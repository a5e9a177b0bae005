"""GraphQL on graphql-core, with documents compiled."""

from quickgraph.arguments import ArgumentError
from quickgraph.documents import Request, Trusted
from quickgraph.execute import Engine, ErrorBody, Result
from quickgraph.http import HttpResponse, respond
from quickgraph.limits import Limits
from quickgraph.schema import DATE_TIME, Native, Scalar, Schema, SchemaError, build

__all__ = [
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
