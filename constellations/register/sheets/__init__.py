"""The files of the register that say who we are: services, constellations, homes, people, children."""

from constellations.register.sheet import Sheet
from constellations.register.sheets.children import CHILDREN_SHEET
from constellations.register.sheets.constellations import CONSTELLATIONS_SHEET
from constellations.register.sheets.homes import HOMES_SHEET
from constellations.register.sheets.memberships import MEMBERSHIPS_SHEET
from constellations.register.sheets.people import PEOPLE_SHEET
from constellations.register.sheets.placements import PLACEMENTS_SHEET
from constellations.register.sheets.services import SERVICES_SHEET

WHO_WE_ARE: tuple[Sheet, ...] = (
    SERVICES_SHEET,
    CONSTELLATIONS_SHEET,
    HOMES_SHEET,
    MEMBERSHIPS_SHEET,
    PEOPLE_SHEET,
    CHILDREN_SHEET,
    PLACEMENTS_SHEET,
)
