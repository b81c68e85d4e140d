"""Jobs of the room."""

from yichuang.delivery.hand_over_list import issue_hand_over_list
from yichuang.delivery.models import Bundle
from yichuang.kernel.jobs import task
from yichuang.kernel.moment import now

ISSUE_LIST = "delivery.issue_list"


@task(ISSUE_LIST)
def issue_list(bundle: int) -> None:
    """Issue the list of a bundle; a screen that needs it at once issues it itself, and this finds it there."""
    issue_hand_over_list(Bundle.objects.select_related("from_unit", "to_unit", "sent_by").get(pk=bundle), now=now())
