"""Reading a calendar file by the letter of RFC 5545, with nothing of the library that wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LINE = re.compile(r'(?P<name>[A-Z-]+)(?P<params>(?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(?P<value>.*)', re.DOTALL)
_PARAM = re.compile(r';([A-Z-]+)=("[^"]*"|[^";:,]*)')
_ESCAPED = re.compile(r"\\(.)")


@dataclass
class Component:
    """A BEGIN … END with its lines: the values of each name, each with its parameters."""

    name: str
    lines: dict[str, list[tuple[str, dict[str, str]]]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def one(self, name: str) -> str:
        ((value, _params),) = self.lines[name]
        return value

    def text(self, name: str) -> str:
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.one(name))

    def params(self, name: str) -> dict[str, str]:
        ((_value, params),) = self.lines[name]
        return params

    def part(self, name: str) -> Component:
        (found,) = (one for one in self.parts if one.name == name)
        return found


def read(content: bytes) -> Component:
    """Return the one VCALENDAR of a file; every rule that is broken fails."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert all(len(line) <= 75 for line in lines), "a line is not folded"
    unfolded: list[bytes] = []
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    root, open_now = Component(""), []
    for line in unfolded:
        found = _LINE.fullmatch(line.decode("utf-8"))
        assert found, f"no content line: {line!r}"
        name, value = found["name"], found["value"]
        around = open_now[-1] if open_now else root
        if name == "BEGIN":
            open_now.append(Component(value))
            around.parts.append(open_now[-1])
        elif name == "END":
            assert open_now.pop().name == value
        else:
            params = {key: given.strip('"') for key, given in _PARAM.findall(found["params"])}
            around.lines.setdefault(name, []).append((value, params))
    assert not open_now
    return root.part("VCALENDAR")
