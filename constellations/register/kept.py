"""How long it is kept which files of the register were loaded."""

from flask_babel import lazy_gettext as _
from sqlalchemy import delete

from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import Limits, Unit
from constellations.keeping.whose.queries import nobody_held, of_service
from constellations.register.models import ImportCount, ImportRun, ImportWarning

KEPT = (
    Kept(
        kind="imports",
        words=_("Which register was loaded, how much it changed, and what it warned of"),
        counted_from=_("the day on which it was loaded"),
        source=_(
            "Roost’s own: whence a wrong figure came is asked within a few years. "
            "The files go once they are loaded, or after an hour."
        ),
        unit=Unit.MONTHS,
        usual=36,
        limits=Limits(12, 120),
        tables=(ImportRun, ImportCount, ImportWarning),
        rows=(
            Rows(
                ImportRun,
                lambda cut: (
                    of_service(ImportRun.service_id, cut),
                    ImportRun.at < cut.begins,
                    nobody_held(ImportRun.person_id),
                ),
                lambda keys: (
                    delete(ImportCount).where(ImportCount.run_id.in_(keys)),
                    delete(ImportWarning).where(ImportWarning.run_id.in_(keys)),
                ),
            ),
        ),
    ),
)
