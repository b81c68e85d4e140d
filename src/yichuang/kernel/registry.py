"""A typed table of plugins by id: what a bureau may choose between by configuration."""

from collections.abc import Callable
from typing import Generic, TypeVar

from yichuang.kernel.errors import Refusal

T = TypeVar("T")


class Registry(Generic[T]):
    """Plugins of one kind. Two plugins under one id are a programming error; an unknown id is refused to the user."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._plugins: dict[str, T] = {}

    def register(self, plugin_id: str) -> Callable[[T], T]:
        """Decorator that files a class or function under ``plugin_id``."""

        def file(plugin: T) -> T:
            if plugin_id in self._plugins:
                raise ValueError(f"{self.kind}: {plugin_id!r} is registered twice")
            self._plugins[plugin_id] = plugin
            return plugin

        return file

    def get(self, plugin_id: str) -> T:
        """The plugin filed under ``plugin_id``."""
        try:
            return self._plugins[plugin_id]
        except KeyError:
            known = ", ".join(self.ids()) or "-"
            raise Refusal("registry.unknown_plugin", kind=self.kind, id=plugin_id, known=known) from None

    def ids(self) -> tuple[str, ...]:
        """All ids in alphabetical order."""
        return tuple(sorted(self._plugins))
