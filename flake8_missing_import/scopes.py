"""Which scope is a node in? Only the nodes around it decide.

Decorators, defaults, annotations, base classes and the first iterable of a
comprehension belong to the scope outside (language reference, "Resolution of names").
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_missing_import.model import Binding, Use

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
CALLABLES = (*FUNCTIONS, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))  # the second is new in Python 3.11


def enclosing_scopes(node: ast.AST, parents: Sequence[ast.AST]) -> tuple[ast.AST, ...]:
    """Return the modules, classes, functions and comprehensions around a node, innermost first.

    The scope of a definition's type parameters (PEP 695) is the first of them.
    """
    return tuple(_scopes((node, *parents)))


def _scopes(chain: Sequence[ast.AST]) -> Iterator[ast.AST]:
    for position, (child, parent) in enumerate(itertools.pairwise(chain)):
        if isinstance(parent, ast.Module):
            yield parent
        elif isinstance(parent, DEFINITIONS):
            if isinstance(child, ast.stmt):
                yield parent
            yield from getattr(parent, "type_params", ())[:1]
        elif isinstance(parent, ast.Lambda):
            if child is parent.body:
                yield parent
        elif isinstance(parent, COMPREHENSIONS):
            first = parent.generators[0]
            if not (child is first and position and chain[position - 1] is first.iter):
                yield parent


def scope_of_type_parameters(definition: ast.AST) -> ast.AST:
    """Return what stands for the scope of a definition's type parameters; it has some."""
    parameters: list[ast.AST] = getattr(definition, "type_params", [])
    return parameters[0]


def scope_of_binding(binding: Binding) -> ast.AST:
    """Return the module, class, function or comprehension in which a binding binds its name.

    ``global`` is not followed: it is a binding of its own.
    """
    if binding.kind == "argument":
        return next(node for node in binding.parents if isinstance(node, CALLABLES))
    if binding.kind == "type parameter":
        return scope_of_type_parameters(binding.parents[0])
    scopes = enclosing_scopes(binding.node, binding.parents)
    if isinstance(binding.parents[0], ast.NamedExpr):
        # PEP 572: the target of := belongs to the scope around the comprehensions.
        scopes = tuple(scope for scope in scopes if not isinstance(scope, COMPREHENSIONS))
    return scopes[0]


def definition_around(parents: Iterable[ast.AST]) -> Definition | None:
    """Return the innermost function or class among the nodes around something.

    It may be in the head of that, and not in its scope.
    """
    for parent in parents:
        if isinstance(parent, DEFINITIONS):
            return parent
    return None


def blocks(node: ast.AST) -> Iterator[Sequence[ast.stmt]]:
    """Yield the blocks of statements that a node has, those of its handlers and cases left out."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(node, field, None)
        if isinstance(block, list):  # the body of a lambda is an expression
            yield block


def block_of(part: ast.AST, node: ast.AST) -> Sequence[ast.stmt]:
    """Return the block of a node that has one of its parts, an empty one if none does."""
    return next((block for block in blocks(node) if part in block), [])


def statements_above(part: ast.AST, node: ast.AST) -> Sequence[ast.stmt]:
    """Return the statements above one in the same block of a node; none for its other parts."""
    block = block_of(part, node)
    return block[: block.index(part)] if block else []


def statements_below(part: ast.AST, node: ast.AST) -> Sequence[ast.stmt]:
    """Return the statements below one in the same block of a node; none for its other parts."""
    block = block_of(part, node)
    return block[block.index(part) + 1 :] if block else []


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that a call of a function runs, and of what is inside it only the heads."""
    body = getattr(function, "body", [])
    nodes: list[ast.AST] = list(body) if isinstance(body, list) else [body]
    for node in nodes:
        yield node
        children = ast.iter_child_nodes(node)
        if isinstance(node, DEFINITIONS):
            nodes += (child for child in children if not isinstance(child, ast.stmt))
        else:
            nodes += [node.args] if isinstance(node, ast.Lambda) else children


def frame(scopes: Sequence[ast.AST]) -> ast.AST | None:
    """Return what has to be called, or iterated over, before code in these scopes runs.

    None for what runs when the module is imported.
    """
    return next((one for one in scopes if isinstance(one, (*CALLABLES, ast.GeneratorExp))), None)


def repeating_loops(chain: Sequence[ast.AST]) -> set[ast.AST]:
    """Return the loops around a node whose passes run it.

    It is not in their ``else``, nor in what they go over.

    :param chain: the node and those around it, innermost first.
    """
    return {
        parent
        for part, parent in itertools.pairwise(chain)
        if isinstance(parent, (*LOOPS, *COMPREHENSIONS))
        and part not in getattr(parent, "orelse", ())
        and part is not getattr(parent, "iter", None)
    }


def is_deferred(scopes: Sequence[ast.AST]) -> bool:
    """Say whether code in these scopes runs in a call, not when the module is imported."""
    return any(isinstance(scope, CALLABLES) for scope in scopes)


def chain_of(place: Use | Binding) -> tuple[ast.AST, ...]:
    """Return the node of a use or a binding and the nodes around it, innermost first."""
    return (place.node, *place.parents)


def assigned_names(node: ast.AST) -> list[str]:
    """Return the names to which a statement assigns a value, without those in tuples."""
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
        return [node.target.id]
    return []


def parameters(arguments: ast.arguments) -> list[ast.arg]:
    """Return all parameters of a function."""
    found = [
        *arguments.posonlyargs,
        *arguments.args,
        arguments.vararg,
        *arguments.kwonlyargs,
        arguments.kwarg,
    ]
    return [one for one in found if one]


def annotations_of(node: ast.AST) -> list[ast.expr]:
    """Return the annotations of a variable, a parameter or a function with its parameters.

    For pyflakes, those of its parameters are parts of the function, too.
    """
    own = parameters(node.args) if isinstance(node, FUNCTIONS) else [node]
    found = [getattr(node, "returns", None), *(getattr(one, "annotation", None) for one in own)]
    return [one for one in found if one]


def is_annotation(child: ast.AST, parent: ast.AST) -> bool:
    """Say whether a node is an annotation of what is around it."""
    return any(child is one for one in annotations_of(parent))


def is_in_annotation(chain: Sequence[ast.AST]) -> bool:
    """Say whether a node is part of an annotation.

    :param chain: the node and those around it, innermost first.
    """
    for child, parent in itertools.pairwise(chain):
        if child in (getattr(parent, "annotation", None), getattr(parent, "returns", None)):
            return True
        if not isinstance(parent, ast.expr):
            return False
    return False


def evaluated_before_binding(node: ast.AST) -> list[ast.AST]:
    """Return the parts of a statement, or of what binds a name in one, that run before it binds.

    The value of an assignment, the head of a definition, what a loop goes over or ``with`` enters.
    """
    if isinstance(node, ast.ClassDef):
        return [*node.decorator_list, *node.bases, *node.keywords]
    if isinstance(node, FUNCTIONS):
        arguments = node.args
        annotations = [each.annotation for each in parameters(arguments)]
        parts = (*arguments.defaults, *arguments.kw_defaults, *annotations, node.returns)
        return [*node.decorator_list, *filter(None, parts)]
    for field in ("value", "iter", "context_expr"):
        if part := getattr(node, field, None):
            return [part]
    return []


def runs_later(function: ast.AST) -> bool:
    """Say whether the code of a function runs not in its call, but where that is gone over."""
    return isinstance(function, ast.AsyncFunctionDef) or has_yield(function)


def has_yield(node: ast.AST) -> bool:
    """Say whether a function is a generator."""
    return any(isinstance(one, ast.Yield | ast.YieldFrom) for one in own_nodes(node))
