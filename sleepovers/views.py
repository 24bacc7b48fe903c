"""All pages of sleepovers, for the one place that puts Roost together."""

from sleepovers.asks import views as asks
from sleepovers.asks.agreements import views as agreements
from sleepovers.asks.answering import views as answering
from sleepovers.asks.hub import views as hub
from sleepovers.asks.series import views as series
from sleepovers.asks.unasked import views as unasked
from sleepovers.asks.unmet import views as unmet
from sleepovers.asks.waiting import views as waiting
from sleepovers.availability import views as availability
from sleepovers.cards import views as cards
from sleepovers.cards.handover import views as handover
from sleepovers.claims import views as claims
from sleepovers.emergencies import views as emergencies
from sleepovers.emergencies.waits import views as waits
from sleepovers.fidelity import views as fidelity
from sleepovers.merging import views as merging
from sleepovers.nights import views as nights
from sleepovers.nights_off import views as nights_off
from sleepovers.payments.adjusting import views as adjusting
from sleepovers.payments.approving import views as approving
from sleepovers.payments.checking import views as checking
from sleepovers.payments.disputing import views as disputing
from sleepovers.payments.exporting import views as exporting
from sleepovers.payments.paying import views as paying
from sleepovers.payments.statement import views as statement
from sleepovers.picture import views as picture
from sleepovers.policies import views as policies
from sleepovers.region import views as region
from sleepovers.rest import views as rest
from sleepovers.returns import views as returns
from sleepovers.returns.log import views as support_log
from sleepovers.returns.period import views as returns_period
from sleepovers.stays import views as stays
from sleepovers.stays.course import views as course
from sleepovers.stays.keys import views as stay_keys
from sleepovers.stays.moving import views as moving
from sleepovers.stays.recording import views as recording
from sleepovers.tonight import views as tonight
from sleepovers.what_if import views as what_if

BLUEPRINTS = (
    nights.pages,
    availability.pages,
    tonight.pages,
    emergencies.pages,
    waits.pages,
    asks.pages,
    answering.pages,
    series.pages,
    waiting.pages,
    hub.pages,
    agreements.pages,
    stays.pages,
    stay_keys.pages,
    merging.pages,
    course.pages,
    moving.pages,
    recording.pages,
    cards.pages,
    handover.pages,
    claims.pages,
    policies.pages,
    rest.pages,
    nights_off.pages,
    unasked.pages,
    unmet.pages,
    what_if.pages,
    picture.pages,
    checking.pages,
    disputing.pages,
    approving.pages,
    adjusting.pages,
    exporting.pages,
    paying.pages,
    statement.pages,
    support_log.pages,
    returns.pages,
    returns_period.pages,
    fidelity.pages,
    region.pages,
)
