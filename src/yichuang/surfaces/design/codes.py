"""How a long code is grouped for the eye. The gaps are spacing, not characters: what is copied is the bare code."""


def groups(code: str, shape: str = "") -> list[str]:
    """``code`` cut into groups.

    ``shape`` names the group lengths ("6-8-4" for a citizen's number); without it groups hold four characters. What is left
    after a shape's last group stands as a group of its own.
    """
    bare = "".join(code.split())
    sizes = [int(size) for size in shape.split("-")] if shape else [4] * (len(bare) // 4)
    cut: list[str] = []
    start = 0
    for size in sizes:
        cut.append(bare[start : start + size])
        start += size
    return [part for part in [*cut, bare[start:]] if part]
