"""Events of a year in an emulated account: what AWS does by itself, what deploys do, what people do by hand.

Each event calls the AWS API with the environment variables of a client; `python -m sandbox.ageing NAME` makes one.
"""

from sandbox.ageing.by_aws import BY_AWS
from sandbox.ageing.by_deploys import BY_DEPLOYS
from sandbox.ageing.by_people import BY_PEOPLE
from sandbox.ageing.event import Event, Owner

EVENTS: tuple[Event, ...] = (*BY_AWS, *BY_DEPLOYS, *BY_PEOPLE)

__all__ = ["EVENTS", "Event", "Owner"]
