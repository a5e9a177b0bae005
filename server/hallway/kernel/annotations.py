"""What an input type says of its fields in `Annotated[...]`."""

from types import UnionType
from typing import Annotated, TypeVar, Union, get_args, get_origin

A = TypeVar("A")


def annotated(annotation: object, *kinds: type[A]) -> A | None:
    """The first note of one of these kinds in `Annotated[...]`, also in `Annotated[...] | None`."""
    if get_origin(annotation) is Annotated:
        notes: tuple[object, ...] = get_args(annotation)[1:]
        return next((note for note in notes if isinstance(note, kinds)), None)
    if get_origin(annotation) in (Union, UnionType):
        return next(filter(None, (annotated(part, *kinds) for part in get_args(annotation))), None)
    return None
