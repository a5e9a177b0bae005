"""Custom scalars, and how leaf values (scalars and enums) are coerced."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import NamedTuple

import msgspec
from graphql import (
    GraphQLEnumType,
    GraphQLSchema,
    is_enum_type,
    is_introspection_type,
    is_scalar_type,
    specified_scalar_types,
)


class Native(NamedTuple):
    """Values that msgspec writes exactly as a scalar's `serialize` does: of just this class and, when `attribute` is
    given, with just this `value` of it."""

    cls: type
    attribute: str | None = None
    value: object = None


class Scalar(NamedTuple):
    """A custom scalar. `serialize` gives what JSON can carry; `parse` takes what JSON carried, and raises on what it
    does not accept; its message may be shown to the client. `native` values skip `serialize`."""

    serialize: Callable[[object], object]
    parse: Callable[[object], object]
    native: Native | None = None


def set_leaf_coercion(schema: GraphQLSchema, scalars: Mapping[str, Scalar]) -> None:
    """Makes the schema coerce custom scalars by their functions, and enum members by their values."""
    for name, type_ in schema.type_map.items():
        if is_enum_type(type_) and not is_introspection_type(type_):  # those are graphql-core's own members
            setattr(type_, "coerce_output_value", _enum_serializer(type_))  # noqa: B010
        elif is_scalar_type(type_) and name not in specified_scalar_types and name in scalars:
            type_.coerce_output_value = scalars[name].serialize
            type_.coerce_input_value = scalars[name].parse


def _enum_serializer(type_: GraphQLEnumType) -> Callable[[object], str | None]:
    serialize = type_.coerce_output_value
    return lambda value: serialize(value.value if isinstance(value, Enum) else value)


def _serialize_datetime(value: object) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError("A DateTime must be a datetime with its time zone.")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _parse_datetime(value: object) -> datetime:
    moment = msgspec.convert(value, datetime)
    if moment.tzinfo is None:
        raise ValueError("A time needs its offset, as in 2026-11-22T09:30:00Z.")
    return moment.astimezone(UTC)


DATE_TIME = Scalar(_serialize_datetime, _parse_datetime, Native(datetime, "tzinfo", UTC))
"""Moments in UTC as ISO 8601: 2026-11-22T09:30:00Z."""


def _serialize_date(value: object) -> str:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("A Date must be a date without a time.")
    return value.isoformat()


def _parse_date(value: object) -> date:
    return msgspec.convert(value, date)


DATE = Scalar(_serialize_date, _parse_date, Native(date))
"""ISO 8601, a calendar's date without a time: 2026-11-21."""
