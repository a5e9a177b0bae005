"""The documents that the web sends, from its own sources, written out with their fragments as it does."""

from pathlib import Path
from typing import Final

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

WEB: Final = Path(__file__).resolve().parents[2] / "web" / "src"
Definition = OperationDefinitionNode | FragmentDefinitionNode


class _Spreads(Visitor):
    """The fragments that a definition names."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        """One more."""
        if node.name.value not in self.names:
            self.names.append(node.name.value)


def documents() -> dict[str, str]:
    """By operation name. Raises LookupError when a fragment is missing."""
    operations: dict[str, OperationDefinitionNode] = {}
    fragments: dict[str, FragmentDefinitionNode] = {}
    for path in sorted(WEB.rglob("*.graphql")):
        for node in parse(path.read_text()).definitions:
            if isinstance(node, OperationDefinitionNode) and node.name:
                operations[node.name.value] = node
            elif isinstance(node, FragmentDefinitionNode):
                fragments[node.name.value] = node
    return {name: _written(node, fragments) for name, node in operations.items()}


def _written(operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]) -> str:
    """Fragments come after the operation, each after those it names itself: the order of the web's code generator, so
    that the text is the web's to the letter, and has its hash."""
    used: dict[str, Definition] = {}

    def follow(definition: Definition) -> None:
        spreads = _Spreads()
        visit(definition, spreads)
        for name in spreads.names:
            if name not in used:
                follow(fragments[name])
                used[name] = fragments[name]

    follow(operation)
    return print_ast(DocumentNode(definitions=(operation, *used.values())))
