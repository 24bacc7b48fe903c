"""The job that asks again where a bed has come free."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every
from sleepovers.asks.waiting.actions import ask_again_where_free

ASK_AGAIN = Job("ask_again", "Ask again where a bed has come free", Every(60), ask_again_where_free, per_service=False)
