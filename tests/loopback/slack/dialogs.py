"""Open modals and home tabs: stacks of at most three, hashes against races, and what people have filled in."""

import copy
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.loopback.slack import limits
from tests.loopback.slack.directory import Json


@dataclass
class View:
    """A modal or home tab of one member. `hash` changes with every update; `state` is what was filled in."""

    id: str
    team: str
    member: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    state: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def external_id(self) -> str:
        """The id that the app chose, or empty."""
        return str(self.body.get("external_id", ""))


class StackFull(Exception):
    """Three views lie on one another already."""


@dataclass
class Dialogs:
    """All open views by (team, member)."""

    stacks: dict[tuple[str, str], list[View]] = field(default_factory=dict)
    homes: dict[tuple[str, str], View] = field(default_factory=dict)
    known: dict[str, View] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def open(self, team: str, member: str, body: Json) -> View:
        """A first modal; whatever was open before is gone."""
        view = self._make(team, member, body)
        self.stacks[team, member] = [view]
        return view

    def push(self, team: str, member: str, body: Json) -> View:
        """A modal on top of the open one; raises StackFull."""
        stack = self.stacks.setdefault((team, member), [])
        if len(stack) >= limits.VIEW_STACK:
            raise StackFull
        view = self._make(team, member, body)
        if stack:
            view.root, view.previous = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def publish(self, team: str, member: str, body: Json) -> View:
        """The home tab of a member."""
        known = self.homes.get((team, member))
        if known:
            return self.update(known, body)
        self.homes[team, member] = self._make(team, member, body)
        return self.homes[team, member]

    def update(self, view: View, body: Json) -> View:
        """Show something else in a view; what was filled in under the same ids stays."""
        view.body, view.hash, view.errors = copy.deepcopy(body), self._hash(), {}
        return view

    def top(self, team: str, member: str) -> View | None:
        """The modal that the member looks at."""
        stack = self.stacks.get((team, member))
        return stack[-1] if stack else None

    def pop(self, view: View) -> None:
        """Close a view; the one below shows."""
        stack = self.stacks[view.team, view.member]
        if view in stack:
            stack.remove(view)

    def clear(self, view: View) -> None:
        """Close the whole stack of a view."""
        self.stacks[view.team, view.member].clear()

    def is_open(self, view: View) -> bool:
        """Whether the view still shows, or lies below one that does."""
        owner = (view.team, view.member)
        return view in self.stacks.get(owner, []) or self.homes.get(owner) is view

    def _make(self, team: str, member: str, body: Json) -> View:
        name = f"V{team}{next(self._numbers):04}"
        self.known[name] = View(name, team, member, copy.deepcopy(body), self._hash(), root=name)
        return self.known[name]

    def _hash(self) -> str:
        return f"156663117.{next(self._numbers):08x}"
