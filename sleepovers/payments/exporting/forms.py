"""What is asked of the payment file: a press, supplier numbers, and how it is laid out."""

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from constellations.core.forms import Form, one_line
from sleepovers.payments.exporting.layout import BadLayout, Layout, layout_read


class ExportForm(Form):
    """One press."""


class PayeeForm(Form):
    """Under which number the council's own system knows a home."""

    version = HiddenField()
    supplier_number = StringField(
        _("Supplier number"),
        [InputRequired(_("Enter the number.")), Length(max=40)],
        [one_line],
        description=_("The number of the home in your own payment system. Never an account number of a bank."),
    )


class LayoutForm(Form):
    """The columns of the file, and what is the same in every line."""

    version = HiddenField()
    columns = TextAreaField(
        _("Columns"),
        [InputRequired(_("Enter at least one column.")), Length(max=1000)],
        description=_("One a line, in their order: the field, an equals sign, and the heading your system expects."),
    )
    cost_centre = StringField(_("Cost centre"), [Length(max=40)], [one_line], description=_("The same in every line."))
    code = StringField(_("Code"), [Length(max=40)], [one_line], description=_("The same in every line."))

    def validate_columns(self, field: Field) -> None:
        """Say what is wrong with the columns beside them."""
        try:
            layout_read(field.data or "")
        except BadLayout as wrong:
            raise ValidationError(wrong.words) from wrong

    @property
    def layout(self) -> Layout:
        """What a filled-in form describes."""
        return Layout(layout_read(self.columns.data or ""), self.cost_centre.data or "", self.code.data or "")
