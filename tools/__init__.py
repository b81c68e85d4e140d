"""What keeps the house in order: the checks of CI, the translation catalogue, the screenshots. Nothing here is shipped."""
