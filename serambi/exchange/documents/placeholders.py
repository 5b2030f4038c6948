"""What an office may write between braces in its Word template: fields, and `if` and `for` around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from jinja2 import ChainableUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from .errors import BrokenPlaceholder, PlaceholderForbidden, TemplateTooDeep, UnknownPlaceholders

_SHOWN = re.compile(r"\{\{.*?(?:\}\}|$)", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
DEEPEST_LOOP = 2
FILTERS = {"upper", "lower", "title", "capitalize", "join", "length", "first", "last"}
TESTS = {"defined", "undefined", "none"}
_LOOP = {"index": "", "first": "", "last": "", "length": ""}


def environment() -> SandboxedEnvironment:
    """Return a Jinja that shows fields and does nothing else: no functions, no other files, everything escaped."""
    # Names are checked when the template comes (`check`); what a document then lacks, like a secretary, shows nothing.
    jinja = SandboxedEnvironment(autoescape=True, undefined=ChainableUndefined)
    jinja.globals.clear()
    jinja.filters = {name: work for name, work in jinja.filters.items() if name in FILTERS}
    return jinja


def check(source: str, fields: dict[str, Any], *, name: str) -> None:
    """Return when the placeholders of a part fit the fields of a document.

    fields: an example with every list filled, whose shape is what may be asked for.

    Raises BrokenPlaceholder, PlaceholderForbidden, TemplateTooDeep and UnknownPlaceholders.
    """
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        raise BrokenPlaceholder(name=name, reason=_broken(source) or error.message) from error
    reader = _Reader(name)
    reader.read(tree.body, dict(fields), 0)
    if reader.unknown:
        known = ", ".join(sorted(fields))
        raise UnknownPlaceholders(name=name, placeholders=", ".join(dict.fromkeys(reader.unknown)), known=known)


def _broken(source: str) -> str:
    """Return the placeholder that cannot be read, or which end is missing, in words an office understands."""
    for placeholder in _SHOWN.findall(source):
        try:
            environment().parse(placeholder)
        except TemplateSyntaxError:
            return str(_TAGS.sub("", placeholder)[:60].strip())
    for word in ("if", "for"):
        opened, closed = (len(re.findall(rf"{{%-?\s*{begin}\b", source)) for begin in (word, f"end{word}"))
        if opened != closed:
            return _("“%(word)s” stands %(opened)s times, “end%(word)s” %(closed)s times") % {
                "word": word, "opened": opened, "closed": closed,
            }  # fmt: skip
    return ""


@dataclass(slots=True)
class _Reader:
    name: str
    unknown: list[str] = field(default_factory=list)

    def read(self, body: list[nodes.Node], scope: dict[str, Any], depth: int) -> None:
        for node in body:
            match node:
                case nodes.Output():
                    for part in node.nodes:
                        self.shape(part, scope)
                case nodes.If():
                    self.shape(node.test, scope)
                    self.read([*node.body, *node.elif_, *node.else_], scope, depth)
                case nodes.For():
                    self._loop(node, scope, depth + 1)
                case _:
                    raise PlaceholderForbidden(name=self.name, what=type(node).__name__)

    def _loop(self, node: nodes.For, scope: dict[str, Any], depth: int) -> None:
        if depth > DEEPEST_LOOP:
            raise TemplateTooDeep(name=self.name)
        if not isinstance(node.target, nodes.Name) or node.test or node.recursive:
            raise PlaceholderForbidden(name=self.name, what="for")
        many = self.shape(node.iter, scope)
        if many is not None and not isinstance(many, list):
            # Text and the fields of a person are no lists, although Jinja would go through their letters.
            self.unknown.append(f"for {node.target.name} in …")
        one = many[0] if isinstance(many, list) and many else None
        self.read(node.body, {**scope, node.target.name: one, "loop": _LOOP}, depth)
        self.read(node.else_, scope, depth)

    def shape(self, node: nodes.Node, scope: dict[str, Any]) -> Any:
        """Return what the expression stands for in the example; None when it is not known or does not matter."""
        if isinstance(node, nodes.Name):
            return self._found(scope, node.name, node.name)
        if isinstance(node, nodes.Getattr):
            of = self.shape(node.node, scope)
            return None if of is None else self._found(of, node.attr, f"{_written(node.node)}.{node.attr}")
        for part in self._parts(node):
            self.shape(part, scope)
        return ""

    def _parts(self, node: nodes.Node) -> list[Any]:
        """Return the expressions in an expression that is allowed."""
        match node:
            case nodes.TemplateData() | nodes.Const():
                return []
            case nodes.Filter() if node.name in FILTERS and node.node is not None:
                return [node.node, *node.args]
            case nodes.Test() if node.name in TESTS:
                return [node.node]
            case nodes.Compare():
                return [node.expr, *(one.expr for one in node.ops)]
            case nodes.And() | nodes.Or():
                return [node.left, node.right]
            case nodes.Not():
                return [node.node]
        raise PlaceholderForbidden(name=self.name, what=getattr(node, "name", type(node).__name__))

    def _found(self, of: Any, key: str, written: str) -> Any:
        if isinstance(of, dict) and key in of:
            return of[key]
        near = get_close_matches(key, of if isinstance(of, dict) else (), 1)
        self.unknown.append(f"{written} ({near[0]}?)" if near else written)
        return None


def _written(node: nodes.Node) -> str:
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{_written(node.node)}.{node.attr}"
    return "…"


def merged(*examples: Any) -> Any:
    """Return an example that has what any of them has; of a list, one entry with what all entries have.

    >>> merged({"a": ""}, {"a": {"b": "x"}, "c": [{"d": ""}, {"e": ""}]})
    {'a': {'b': 'x'}, 'c': [{'d': '', 'e': ''}]}
    """
    if any(isinstance(one, dict) for one in examples):
        dicts = [one for one in examples if isinstance(one, dict)]
        return {key: merged(*(one[key] for one in dicts if key in one)) for key in _keys(dicts)}
    if any(isinstance(one, list) for one in examples):
        entries = [entry for one in examples if isinstance(one, list) for entry in one]
        return [merged(*entries)] if entries else []
    return next((one for one in examples if one != ""), "")


def _keys(dicts: list[dict[str, Any]]) -> Iterator[str]:
    return iter(dict.fromkeys(key for one in dicts for key in one))
