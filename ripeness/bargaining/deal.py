"""A deal: one option for each issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


class Deal(Mapping[str, str]):
    """One option for each issue: immutable, hashable, equal whatever the order of the issues.

    Prints as ``territory=line of contact, nato=excluded``.
    """

    __slots__ = ("_options",)
    _options: dict[str, str]

    def __init__(self, options: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        object.__setattr__(self, "_options", dict(options))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a deal does not change: build a new one instead of setting {name!r}")

    def __getitem__(self, issue: str) -> str:
        return self._options[issue]

    def __iter__(self) -> Iterator[str]:
        return iter(self._options)

    def __len__(self) -> int:
        return len(self._options)

    def __hash__(self) -> int:
        return hash(frozenset(self._options.items()))

    def __reduce__(self) -> tuple[type[Deal], tuple[tuple[tuple[str, str], ...]]]:
        return Deal, (tuple(self._options.items()),)

    def __str__(self) -> str:
        return ", ".join(f"{issue}={option}" for issue, option in self._options.items())

    def __repr__(self) -> str:
        return f"Deal({self._options!r})"
