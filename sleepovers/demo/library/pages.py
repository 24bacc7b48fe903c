"""What stands in the list of teams and in the handbook of the demo service; all of it is made up."""

from constellations.support.handbook.rules import PageWords
from constellations.support.teams.rules import TeamWords

OFFICE = "Monday to Friday, 9 to 5"

TEAMS = (
    TeamWords(
        "Fostering support team",
        "Supervision, sleepovers, and anything you do not know whom to ask.",
        ("supervision", "support", "sleepovers", "complaints", "holidays"),
        "0300 555 0120",
        "support@alderbrook.example",
        OFFICE,
    ),
    TeamWords(
        "Payments",
        "Allowances, uplifts, mileage, and money that has not come.",
        ("pay", "allowances", "uplift", "mileage", "receipts"),
        "0300 555 0131",
        "payments@alderbrook.example",
        "Monday to Thursday, 10 to 4",
    ),
    TeamWords(
        "Virtual school",
        "School places, plans and exclusions of children in care.",
        ("school", "exclusion", "education plan", "pupil premium", "nursery"),
        "0300 555 0142",
        hours="In term, 8.30 to 4.30",
    ),
    TeamWords(
        "Health of children in care",
        "Health assessments, dentists, and who may agree to treatment.",
        ("health", "dentist", "doctor", "glasses", "medication"),
        "0300 555 0153",
        hours=OFFICE,
    ),
    TeamWords(
        "Family time",
        "Time with birth family: when, where, and who drives.",
        ("contact", "family time", "birth family", "transport"),
        "0300 555 0164",
        "familytime@alderbrook.example",
        "Every day, 8 to 8",
    ),
    TeamWords(
        "Training and learning",
        "Courses, and what belongs in the learning log.",
        ("training", "courses", "learning log", "first aid"),
        email="learning@alderbrook.example",
    ),
)

SLEEPOVERS = PageWords(
    "Sleepovers in our constellation",
    """# Before a sleepover
Ask in Roost, as early as you can. Look at the stay card: is it still right?

- Pack what the child sleeps with.
- Say when you will be there, and when you come again.

# In the night
1. Phone the hub home.
2. If nobody answers, phone the out-of-hours number.

If somebody is in danger, phone 999 first.""",
    asks=True,
)
SLEEPOVERS_LATER = PageWords(
    SLEEPOVERS.title,
    SLEEPOVERS.words
    + "\n\n# The morning after\nSay in Roost that the child slept there. One press, and the night counts.",
    "New: what to do on the morning after.",
    asks=True,
)
DELEGATED = PageWords(
    "What you may decide yourself",
    """# Haircuts, school trips, a friend's sofa
What you may decide stands in the child's own plan. Where it says nothing, ask the child's social worker first.

# A sleepover in the constellation
Roost knows who decides, and asks whoever has to be asked.""",
)
MILEAGE = PageWords(
    "Mileage",
    "Write down each journey on the day. The payments team takes forms until the 5th.",
)
"""In this order: read by most, new, and only a draft."""
