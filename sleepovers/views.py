"""All pages of sleepovers, for the one place that puts Roost together."""

from sleepovers.asks import views as asks
from sleepovers.asks.agreements import views as agreements
from sleepovers.asks.answering import views as answering
from sleepovers.asks.hub import views as hub
from sleepovers.asks.series import views as series
from sleepovers.asks.waiting import views as waiting
from sleepovers.availability import views as availability
from sleepovers.claims import views as claims
from sleepovers.nights import views as nights
from sleepovers.policies import views as policies
from sleepovers.stays import views as stays
from sleepovers.stays.course import views as course
from sleepovers.stays.moving import views as moving
from sleepovers.stays.recording import views as recording

BLUEPRINTS = (
    nights.pages,
    availability.pages,
    asks.pages,
    answering.pages,
    series.pages,
    waiting.pages,
    hub.pages,
    agreements.pages,
    stays.pages,
    course.pages,
    moving.pages,
    recording.pages,
    claims.pages,
    policies.pages,
)
