"""The files of the register that say who sleeps where, and what is paid: policies, rates, stays."""

from constellations.register.sheet import Sheet
from sleepovers.register.policies import POLICIES_SHEET
from sleepovers.register.rates import RATES_SHEET
from sleepovers.register.stays import STAYS_SHEET

WHO_SLEEPS_WHERE: tuple[Sheet, ...] = (POLICIES_SHEET, RATES_SHEET, STAYS_SHEET)
