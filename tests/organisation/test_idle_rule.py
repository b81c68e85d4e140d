"""When a session has ended."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from yichuang.organisation.idle import Ended, Limits, Mark, ended, touched

LIMITS = Limits(timedelta(minutes=30), timedelta(hours=12))
MINUTE = 60.0


def test_a_session_ends_after_thirty_idle_minutes():
    assert ended(Mark("1", 0, 0), 30 * MINUTE - 1, LIMITS) is None
    assert ended(Mark("1", 0, 0), 30 * MINUTE, LIMITS) is Ended.IDLE


def test_activity_keeps_it_alive_until_the_day_is_over():
    assert ended(Mark("1", 0, 700 * MINUTE), 719 * MINUTE, LIMITS) is None
    assert ended(Mark("1", 0, 719 * MINUTE), 720 * MINUTE, LIMITS) is Ended.TOO_LONG


def test_activity_is_written_once_a_minute():
    assert touched(Mark("1", 0, 100), "1", 159) is None
    assert touched(Mark("1", 0, 100), "1", 160) == Mark("1", 0, 160)


def test_another_account_begins_anew():
    assert touched(Mark("1", 0, 100), "2", 110) == Mark("2", 110, 110)
    assert touched(None, "2", 110) == Mark("2", 110, 110)


@given(st.lists(st.floats(0, 20 * MINUTE), max_size=60))
def test_who_pauses_twenty_minutes_at_most_is_never_signed_out_as_idle(pauses):
    mark, moment = Mark("1", 0, 0), 0.0
    for pause in pauses:
        moment += pause
        assert ended(mark, moment, LIMITS) is not Ended.IDLE
        mark = touched(mark, "1", moment) or mark
