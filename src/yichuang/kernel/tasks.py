"""Jobs of the kernel: what a killed worker left behind, keys that nobody will repeat any more, the nightly seal."""

import logging
from datetime import timedelta

from procrastinate import JobContext

from yichuang.kernel.jobs import app, task
from yichuang.kernel.models import CommandKey
from yichuang.kernel.moment import now
from yichuang.kernel.seal import seal_record

log = logging.getLogger(__name__)

KEPT = timedelta(days=90)
"""How long a command's answer is kept for a repetition; the sweeps' own keys live a day."""
SILENT = 120.0
"""Seconds without a sign of life after which a worker is taken for dead; it gives one every ten."""


@app.periodic(cron="*/5 * * * *", periodic_id="kernel")
@app.task(name="kernel.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs of a worker that was killed to the living ones; tasks find out by themselves what is done already."""
    del timestamp
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=SILENT):
        await jobs.retry_job(job)


@app.periodic(cron="50 3 * * *", periodic_id="kernel")
@task("kernel.forget_commands")
def forget_commands(timestamp: int) -> None:
    """Every night: answers that nobody will ask for again."""
    del timestamp
    CommandKey.objects.filter(at__lt=now() - KEPT).delete()


@app.periodic(cron="40 2 * * *", periodic_id="kernel")
@task("kernel.seal_record")
def seal(timestamp: int) -> None:
    """Every night: seal the record. The log, which the bureau keeps elsewhere, tells the seal."""
    del timestamp
    made = seal_record(now())
    log.warning("seal %s over the record: %s", made.number, made.mac)
