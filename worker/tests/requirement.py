"""A requirement such as `aiohttp[speedups] >= 3.14.3, < 4`, as far as the recorded ones go. What it
does not understand (markers, addresses, versions that are not numbers) is an error, not a yes."""

import re
from dataclasses import dataclass
from itertools import zip_longest

_LINE = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[\w,-]+\])?\s*(.*)")
_CLAUSE = re.compile(r"(==|!=|>=|<=|~=|<|>)\s*(\d+(?:\.\d+)*)(\.\*)?")


@dataclass(frozen=True)
class Requirement:
    name: str
    """In lower case, with hyphens: `typing_extensions` and `typing-extensions` are one."""
    clauses: tuple[tuple[str, str, bool], ...]
    """Operator, version, and whether `.*` follows it."""

    def admits(self, version: str) -> bool:
        """Whether that version will do."""
        return all(_holds(version, *clause) for clause in self.clauses)

    @property
    def versions(self) -> list[str]:
        """The versions that it names."""
        return [version for _, version, _ in self.clauses]


def read_requirement(text: str) -> Requirement:
    """Raises ValueError for what it does not understand."""
    line = _LINE.fullmatch(text.strip())
    if line is None:
        raise ValueError(f"no requirement: {text}")
    name, rest = line.groups()
    found = [_CLAUSE.fullmatch(part.strip()) for part in rest.split(",")] if rest else []
    clauses = [(clause[1], clause[2], clause[3] is not None) for clause in found if clause]
    if len(clauses) != len(found) or any(any_ and op not in "==!=" for op, _, any_ in clauses):
        raise ValueError(f"not understood: {text}")
    return Requirement(canonical(name), tuple(clauses))


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _holds(version: str, operator: str, named: str, any_after: bool) -> bool:
    have, want = _numbers(version), _numbers(named)
    if any_after:
        return (have[: len(want)] == want) == (operator == "==")
    order = _order(have, want)
    match operator:
        case "==":
            return order == 0
        case "!=":
            return order != 0
        case ">=":
            return order >= 0
        case "<=":
            return order <= 0
        case "<":
            return order < 0
        case ">":
            return order > 0
    # ~=: at least that, and the same but for its last number.
    return order >= 0 and have[: len(want) - 1] == want[:-1]


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def _order(one: list[int], other: list[int]) -> int:
    for left, right in zip_longest(one, other, fillvalue=0):
        if left != right:
            return -1 if left < right else 1
    return 0
