"""All pages of sleepovers, for the one place that puts Roost together."""

from sleepovers.asks import views as asks
from sleepovers.asks.agreements import views as agreements
from sleepovers.asks.answering import views as answering
from sleepovers.availability import views as availability
from sleepovers.claims import views as claims
from sleepovers.emergencies import views as emergencies
from sleepovers.emergencies.waits import views as waits
from sleepovers.nights import views as nights
from sleepovers.policies import views as policies
from sleepovers.stays import views as stays
from sleepovers.stays.course import views as course
from sleepovers.stays.recording import views as recording
from sleepovers.tonight import views as tonight

BLUEPRINTS = (
    nights.pages,
    availability.pages,
    tonight.pages,
    emergencies.pages,
    waits.pages,
    asks.pages,
    answering.pages,
    agreements.pages,
    stays.pages,
    course.pages,
    recording.pages,
    claims.pages,
    policies.pages,
)
