"""Jobs of the API."""

from datetime import timedelta

from yichuang.kernel.jobs import app, task
from yichuang.kernel.moment import now
from yichuang.surfaces.api.models import UsedKey

KEPT = timedelta(days=30)
"""How long a key is remembered; no program retries a request for longer."""


@app.periodic(cron="40 3 * * *", periodic_id="api")
@task("api.forget_keys")
def forget_keys(timestamp: int) -> None:
    """Every night: keys that nobody will send again are forgotten."""
    del timestamp  # the scheduler's own; the house asks its own clock
    UsedKey.objects.filter(at__lt=now() - KEPT).delete()
