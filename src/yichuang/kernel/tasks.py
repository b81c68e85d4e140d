"""Jobs of the kernel: what a killed worker left behind, and keys that nobody will repeat any more."""

from datetime import timedelta

from procrastinate import JobContext

from yichuang.kernel.jobs import app, task
from yichuang.kernel.models import CommandKey
from yichuang.kernel.moment import now

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
