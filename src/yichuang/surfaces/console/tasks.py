"""Jobs of the console. The refresh of deadlines is the cases room's own; importing it here lets the worker find it."""

from yichuang.cases.refresh_deadlines import refresh
from yichuang.kernel.jobs import task
from yichuang.surfaces.console.verification import carry_out

__all__ = ["refresh", "verify_record"]


@task("console.verify_record")
def verify_record(run: int) -> None:
    """Verify the whole record; begun again from the start where it was cut short."""
    carry_out(run)
