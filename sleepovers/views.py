"""All pages of sleepovers, for the one place that puts Roost together."""

from sleepovers.asks import views as asks
from sleepovers.asks.agreements import views as agreements
from sleepovers.asks.answering import views as answering
from sleepovers.availability import views as availability
from sleepovers.cards import views as cards
from sleepovers.cards.handover import views as handover
from sleepovers.claims import views as claims
from sleepovers.nights import views as nights
from sleepovers.policies import views as policies
from sleepovers.stays import views as stays
from sleepovers.stays.course import views as course
from sleepovers.stays.recording import views as recording

BLUEPRINTS = (
    nights.pages,
    availability.pages,
    asks.pages,
    answering.pages,
    agreements.pages,
    stays.pages,
    course.pages,
    recording.pages,
    cards.pages,
    handover.pages,
    claims.pages,
    policies.pages,
)
