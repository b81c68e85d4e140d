"""The words of closed lists as parameters of a refusal, in both languages at once."""

from yichuang.kernel.vocabulary import label


def words(**terms: tuple[str, str]) -> dict[str, str]:
    """``words(line=("line", "traffic"))`` gives ``line`` (the value), ``line_zh`` and ``line_en``."""
    found: dict[str, str] = {}
    for name, (list_name, value) in terms.items():
        found[name] = str(value)
        found[f"{name}_zh"] = label(list_name, value, "zh")
        found[f"{name}_en"] = label(list_name, value, "en")
    return found
