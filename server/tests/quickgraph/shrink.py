"""Shrinks a request whose responses differ: takes selections away while they still do.

python -m tests.quickgraph.shrink SEED"""

import asyncio
import sys
from dataclasses import replace

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
    print_ast,
    validate,
)

from tests.quickgraph.differential import SEEDS_PER_API, compare, generate
from tests.quickgraph.generated_request import GeneratedRequest


def smaller(node: Node) -> list[Node]:
    """The same definition with one thing less, each way there is."""
    found: list[Node] = []
    inside = getattr(node, "selection_set", None)
    if isinstance(inside, SelectionSetNode):
        for index, selection in enumerate(inside.selections):
            rest = (*inside.selections[:index], *inside.selections[index + 1 :])
            if rest:
                found.append(replace(node, selection_set=replace(inside, selections=rest)))
            if isinstance(selection, InlineFragmentNode):
                opened = (
                    *inside.selections[:index],
                    *selection.selection_set.selections,
                    *inside.selections[index + 1 :],
                )
                found.append(replace(node, selection_set=replace(inside, selections=opened)))
            for less in smaller(selection):
                changed = (*inside.selections[:index], less, *inside.selections[index + 1 :])
                found.append(replace(node, selection_set=replace(inside, selections=changed)))
    if isinstance(node, FieldNode | InlineFragmentNode | FragmentSpreadNode) and node.directives:
        found.append(replace(node, directives=()))
    if isinstance(node, OperationDefinitionNode):
        for index in range(len(node.variable_definitions or ())):
            kept = node.variable_definitions or ()
            found.append(replace(node, variable_definitions=(*kept[:index], *kept[index + 1 :])))
    return found


def candidates(document: DocumentNode) -> list[DocumentNode]:
    """Documents with one thing less."""
    definitions = document.definitions
    found = [
        DocumentNode(definitions=(*definitions[:n], *definitions[n + 1 :]))
        for n, definition in enumerate(definitions)
        if isinstance(definition, FragmentDefinitionNode)
    ]
    for n, definition in enumerate(definitions):
        for less in smaller(definition):
            found.append(DocumentNode(definitions=(*definitions[:n], less, *definitions[n + 1 :])))
    return found


async def shrink(seed: int) -> GeneratedRequest:
    """The smallest request found whose responses still differ."""
    api, engine, generated = generate(seed)
    found = True
    while found:
        found = False
        for candidate in candidates(parse(generated.query)):
            text = print_ast(candidate)
            if not validate(api.schema.graphql, parse(text)):
                less = GeneratedRequest(text, generated.variables, generated.operation_name)
                if (await compare(api, engine, less)).difference:
                    generated, found = less, True
                    break
    return generated


async def main(seed: int) -> None:
    """Prints the small request."""
    api, engine, _ = generate(seed)
    generated = await shrink(seed)
    print(f"api {seed // SEEDS_PER_API}\n{api.sdl}\n\n{generated.query}\n{generated.variables}")
    print((await compare(api, engine, generated)).difference)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
