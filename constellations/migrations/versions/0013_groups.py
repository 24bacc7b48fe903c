"""Through what people are in a group; support groups across constellations, and invitations to them."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BONDS = "bond IN ('constellation', 'liaison', 'manager', 'finance', 'service')"

# Of the constellations of today the one that was there first; staff without one by their role. Who is in none is out.
THROUGH = {
    "hub_carer": "SELECT m.constellation_id FROM membership m WHERE m.home_id = p.home_id"
    " AND m.starts_on <= CURRENT_DATE AND (m.ends_on IS NULL OR m.ends_on > CURRENT_DATE) ORDER BY m.starts_on LIMIT 1",
    "liaison": "SELECT l.constellation_id FROM liaison_assignment l WHERE l.person_id = p.id"
    " AND l.starts_on <= CURRENT_DATE AND (l.ends_on IS NULL OR l.ends_on > CURRENT_DATE) ORDER BY l.starts_on LIMIT 1",
}
THROUGH["satellite_carer"] = THROUGH["hub_carer"]


def upgrade() -> None:
    with op.batch_alter_table("conversation_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bond", sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column("through", Id(), nullable=True))
        batch_op.add_column(sa.Column("leads", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("removed_by", Id(), nullable=True))
    _tie_those_in_groups()
    with op.batch_alter_table("conversation_member", schema=None) as batch_op:
        batch_op.alter_column("leads", server_default=None)
        batch_op.create_check_constraint(batch_op.f("ck_conversation_member_bond"), BONDS)
        batch_op.create_check_constraint(
            batch_op.f("ck_conversation_member_through_a_constellation"),
            "(bond = 'constellation') = (through is not null)",
        )
        batch_op.create_foreign_key(batch_op.f("fk_conversation_member_through"), "constellation", ["through"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_conversation_member_removed_by"), "person", ["removed_by"], ["id"])
    _create_support_groups()


def _tie_those_in_groups() -> None:
    in_group = "conversation_id IN (SELECT id FROM conversation WHERE kind = 'group')"
    for role, through in THROUGH.items():
        # Our own words, all of them.
        tied = (
            f"UPDATE conversation_member SET through = (SELECT ({through}) FROM person p"  # noqa: S608
            f" WHERE p.id = conversation_member.person_id AND p.role = '{role}') WHERE through IS NULL AND {in_group}"
        )
        op.execute(sa.text(tied))
    op.execute(sa.text("UPDATE conversation_member SET bond = 'constellation' WHERE through IS NOT NULL"))
    staff = "SELECT role FROM person WHERE id = person_id AND role IN ('liaison', 'manager', 'finance')"
    op.execute(sa.text(f"UPDATE conversation_member SET bond = ({staff}) WHERE bond IS NULL AND {in_group}"))  # noqa: S608  # as above


def _create_support_groups() -> None:
    op.create_table(
        "support_group",
        sa.Column("conversation_id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_support_group_conversation_id")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_support_group_service_id")),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_support_group")),
    )
    with op.batch_alter_table("support_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_group_service_id"), ["service_id"], unique=False)

    op.create_table(
        "group_invitation",
        sa.Column("conversation_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("invited_by", Id(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["support_group.conversation_id"], name=op.f("fk_group_invitation_conversation_id")
        ),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_group_invitation_invited_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_group_invitation_person_id")),
        sa.PrimaryKeyConstraint("conversation_id", "person_id", name=op.f("pk_group_invitation")),
    )
    with op.batch_alter_table("group_invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_invitation_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("group_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_invitation_person_id"))

    op.drop_table("group_invitation")
    with op.batch_alter_table("support_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_group_service_id"))

    op.drop_table("support_group")
    with op.batch_alter_table("conversation_member", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_conversation_member_removed_by"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_conversation_member_through"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("ck_conversation_member_through_a_constellation"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_conversation_member_bond"), type_="check")
        for column in ("removed_by", "leads", "through", "bond"):
            batch_op.drop_column(column)
