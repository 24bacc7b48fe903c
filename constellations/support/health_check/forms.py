"""What a carer answers, and how a service writes its sentences."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from constellations.core.choices import options
from constellations.core.forms import Form
from constellations.support.health_check.rules import LONGEST_QUESTION, MOST_QUESTIONS, Agrees
from constellations.words import words_of

PREFIX = "sentence_"


class AnswersForm(Form):
    """An answer to each sentence."""

    @property
    def answers(self) -> dict[int, Agrees]:
        """What a filled-in form says, by number."""
        named = {name.removeprefix(PREFIX): field for name, field in self._fields.items() if name.startswith(PREFIX)}
        return {int(number): field.data for number, field in named.items()}


def answers_form(questions: Mapping[int, str]) -> AnswersForm:
    """The form of a check with these sentences."""
    fields = {
        f"{PREFIX}{number}": RadioField(
            words,
            [InputRequired(gettext("Choose an answer."))],
            choices=options(words_of(Agrees)),
            coerce=Agrees,
        )
        for number, words in questions.items()
    }
    made: type[AnswersForm] = type("AnswersOfCheck", (AnswersForm,), dict(fields))
    return made()


class QuestionsForm(Form):
    """The sentences of the next check, one on each line."""

    questions = TextAreaField(
        _("Sentences"),
        [InputRequired(_("Write at least one sentence."))],
        description=_(
            "One on each line, up to %(most)s, each up to %(long)s letters. Carers answer: yes, partly, no, "
            "or that they would rather not say.",
            most=MOST_QUESTIONS,
            long=LONGEST_QUESTION,
        ),
    )
