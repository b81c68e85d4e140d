"""The bureau's own clock on the wall: all dates of the house are days in Asia/Shanghai."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

BUREAU_TIME = ZoneInfo("Asia/Shanghai")


def local_date(moment: datetime) -> date:
    """The calendar day of ``moment`` where the bureau is."""
    return moment.astimezone(BUREAU_TIME).date()
