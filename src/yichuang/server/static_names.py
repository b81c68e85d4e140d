"""Static files under names that change with their content, so that a browser keeps each for good and asks for none again."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class NamedByContent(ManifestStaticFilesStorage):
    """Names as the start of an installation has collected them; the plain ones where nothing was collected (tests, tools)."""

    def stored_name(self, name: str) -> str:
        """The name under which the content of ``name`` is served."""
        stored: str = super().stored_name(name) if self.hashed_files else name
        return stored
