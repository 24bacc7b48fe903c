"""All pages of sleepovers, for the one place that puts Roost together."""

from sleepovers.asks import views as asks
from sleepovers.asks.agreements import views as agreements
from sleepovers.asks.answering import views as answering
from sleepovers.availability import views as availability
from sleepovers.claims import views as claims
from sleepovers.nights import views as nights
from sleepovers.payments.adjusting import views as adjusting
from sleepovers.payments.approving import views as approving
from sleepovers.payments.checking import views as checking
from sleepovers.payments.exporting import views as exporting
from sleepovers.payments.paying import views as paying
from sleepovers.payments.statement import views as statement
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
    claims.pages,
    policies.pages,
    checking.pages,
    approving.pages,
    adjusting.pages,
    exporting.pages,
    paying.pages,
    statement.pages,
)
