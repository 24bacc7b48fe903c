"""What the calendar does by itself."""

from constellations.events.answers.seating.actions import seat_who_waits
from constellations.events.reminders.actions import remind
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily, Every

SEAT_WHO_WAITS = Job(
    "seat_who_waits", "Give free places at events to families that wait", Every(60), seat_who_waits, per_service=False
)

REMIND = Job("remind_of_events", "Remind families of events that are ahead", Daily(8), remind)
"""After quiet hours as they usually are, and far from the hours that the clock repeats or leaves out."""

JOBS = (SEAT_WHO_WAITS, REMIND)
