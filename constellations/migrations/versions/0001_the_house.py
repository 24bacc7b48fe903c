"""The house.

Revision 0001, the first, of 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("chain", Id(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", Id(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("hash", sa.CHAR(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", "seq", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_subject", ["subject_id"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("chain", Id(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.CHAR(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "outbox_mail",
        sa.Column("id", Id(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
    )
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_mail_due", ["sent_at", "parked_at", "due_at"], unique=False)

    op.create_table(
        "region",
        sa.Column("id", Id(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("key", name=op.f("uq_region_key")),
    )
    op.create_table(
        "service",
        sa.Column("id", Id(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region_id", Id(), nullable=True),
        sa.Column("sleepover_word", sa.String(), nullable=False),
        sa.Column("out_of_hours_phone", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_service_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("key", name=op.f("uq_service_key")),
    )
    op.create_table(
        "child",
        sa.Column("id", Id(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("born", sa.Date(), nullable=False),
        sa.Column(
            "stay_authority",
            sa.Enum(
                "delegated",
                "ask_first",
                "not_allowed",
                "unknown",
                name="stay_authority",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("is_solo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_child_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child")),
        sa.UniqueConstraint("key", name=op.f("uq_child_key")),
    )
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_child_service_id"), ["service_id"], unique=False)

    op.create_table(
        "constellation",
        sa.Column("id", Id(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("mockingbird", "hive", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_constellation_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_constellation")),
        sa.UniqueConstraint("key", name=op.f("uq_constellation_key")),
    )
    with op.batch_alter_table("constellation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_constellation_service_id"), ["service_id"], unique=False)

    op.create_table(
        "home",
        sa.Column("id", Id(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_home_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home")),
        sa.UniqueConstraint("key", name=op.f("uq_home_key")),
    )
    with op.batch_alter_table("home", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_home_service_id"), ["service_id"], unique=False)

    op.create_table(
        "job_run",
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("service_id", Id(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "running",
                "done",
                "nothing_due",
                "failed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_job_run_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
    )
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.create_index("ix_job_run_name", ["name", "service_id", "outcome", "until"], unique=False)

    op.create_table(
        "ask",
        sa.Column("id", Id(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("child_id", Id(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "planned",
                "emergency",
                "respite",
                "day_care",
                "outreach",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "agreed",
                "declined",
                "withdrawn",
                "unanswered",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("arrive_on", sa.Date(), nullable=False),
        sa.Column("arrive_at", sa.Time(), nullable=True),
        sa.Column("depart_on", sa.Date(), nullable=False),
        sa.Column("depart_at", sa.Time(), nullable=True),
        sa.CheckConstraint("depart_on >= arrive_on", name=op.f("ck_ask_departs_after_arriving")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_ask_child_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_ask_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
        sa.UniqueConstraint("key", name=op.f("uq_ask_key")),
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_service_id"), ["service_id"], unique=False)

    op.create_table(
        "child_status",
        sa.Column("child_id", Id(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "looked_after",
                "kinship",
                "short_break",
                "special_guardianship",
                "adopted",
                "staying_put",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_child_status_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_child_status_child_id")),
        sa.PrimaryKeyConstraint("child_id", "starts_on", name=op.f("pk_child_status")),
    )
    op.create_table(
        "claim",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "flagged",
                "checked",
                "approved",
                "exported",
                "paid",
                "void",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("child_nights", sa.Integer(), nullable=False),
        sa.Column("nights", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum("child_nights", "nights", name="basis", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("beyond", sa.Integer(), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=True),
        sa.Column("amount_reason", sa.String(), nullable=True),
        sa.Column("policy_valid_from", sa.Date(), nullable=True),
        sa.Column("snapshot", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_pence >= 0", name=op.f("ck_claim_amount_pence")),
        sa.CheckConstraint(
            "amount_pence is null or amount_reason is null", name=op.f("ck_claim_an_amount_or_a_reason")
        ),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_claim_home_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_claim_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("home_id", "month", name=op.f("uq_claim_home_id_month")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index("ix_claim_service_month", ["service_id", "month"], unique=False)

    op.create_table(
        "home_terms",
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("beds", sa.Integer(), nullable=False),
        sa.Column("approved_children", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "on_hold",
                "away",
                "respite_only",
                "left",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("approved_children between 1 and 20", name=op.f("ck_home_terms_approved_children")),
        sa.CheckConstraint("beds between 0 and 20", name=op.f("ck_home_terms_beds")),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_home_terms_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_home_terms_home_id")),
        sa.PrimaryKeyConstraint("home_id", "starts_on", name=op.f("pk_home_terms")),
    )
    op.create_table(
        "membership",
        sa.Column("id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("constellation_id", Id(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("hub", "satellite", name="role", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_membership_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["constellation_id"], ["constellation.id"], name=op.f("fk_membership_constellation_id")
        ),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_membership_home_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "home_id", "constellation_id", "starts_on", name=op.f("uq_membership_home_id_constellation_id_starts_on")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            "ix_membership_constellation", ["constellation_id", "home_id", "role", "starts_on", "ends_on"], unique=False
        )

    op.create_table(
        "not_together",
        sa.Column("first_id", Id(), nullable=False),
        sa.Column("second_id", Id(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_not_together_in_order")),
        sa.ForeignKeyConstraint(["first_id"], ["child.id"], name=op.f("fk_not_together_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["child.id"], name=op.f("fk_not_together_second_id")),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_not_together")),
    )
    op.create_table(
        "person",
        sa.Column("id", Id(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "hub_carer",
                "satellite_carer",
                "liaison",
                "manager",
                "finance",
                "regional",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("service_id", Id(), nullable=True),
        sa.Column("region_id", Id(), nullable=True),
        sa.Column("home_id", Id(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_person_home_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_person_region_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_person_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_home_id"), ["home_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_service_id"), ["service_id"], unique=False)

    op.create_table(
        "placement",
        sa.Column("id", Id(), nullable=False),
        sa.Column("child_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_placement_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_placement_child_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_placement_home_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("child_id", "starts_on", name=op.f("uq_placement_child_id_starts_on")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index("ix_placement_home", ["home_id", "child_id", "starts_on", "ends_on"], unique=False)

    op.create_table(
        "activity",
        sa.Column("id", Id(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("service_id", Id(), nullable=True),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("home_id", Id(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_activity_home_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_activity_person_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_activity_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_home_id"), ["home_id"], unique=False)
        batch_op.create_index("ix_activity_service_at", ["service_id", "at"], unique=False)

    op.create_table(
        "answer",
        sa.Column("ask_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "agreed", "declined", name="state", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_answer_ask_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_answer_home_id")),
        sa.PrimaryKeyConstraint("ask_id", "home_id", name=op.f("pk_answer")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_home_id"), ["home_id"], unique=False)

    op.create_table(
        "closed_month",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", Id(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_closed_month_closed_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_closed_month_service_id")),
        sa.PrimaryKeyConstraint("service_id", "month", name=op.f("pk_closed_month")),
    )
    op.create_table(
        "import_run",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_import_run_person_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_import_run_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.create_index("ix_import_run_service_at", ["service_id", "at"], unique=False)

    op.create_table(
        "liaison_assignment",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("constellation_id", Id(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("is_cover", sa.Boolean(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_liaison_assignment_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["constellation_id"], ["constellation.id"], name=op.f("fk_liaison_assignment_constellation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_liaison_assignment_person_id")),
        sa.PrimaryKeyConstraint("person_id", "constellation_id", "starts_on", name=op.f("pk_liaison_assignment")),
    )
    op.create_table(
        "mailed_link",
        sa.Column("id", Id(), nullable=False),
        sa.Column("token_hash", sa.CHAR(length=64), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("is_invitation", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("good_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mailed_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mailed_link_token_hash")),
    )
    with op.batch_alter_table("mailed_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailed_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("once", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("person_id", "once", name=op.f("uq_notice_person_id_once")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_person_unread", ["person_id", "read_at"], unique=False)

    op.create_table(
        "signed_in_device",
        sa.Column("id", Id(), nullable=False),
        sa.Column("token_hash", sa.CHAR(length=64), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signed_in_device_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_in_device_token_hash")),
    )
    with op.batch_alter_table("signed_in_device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signed_in_device_person_id"), ["person_id"], unique=False)

    op.create_table(
        "stay",
        sa.Column("id", Id(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("child_id", Id(), nullable=False),
        sa.Column("host_id", Id(), nullable=False),
        sa.Column("ask_id", Id(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "planned",
                "emergency",
                "respite",
                "day_care",
                "outreach",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "agreed",
                "under_way",
                "happened",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("arrive_on", sa.Date(), nullable=False),
        sa.Column("arrive_at", sa.Time(), nullable=True),
        sa.Column("depart_on", sa.Date(), nullable=False),
        sa.Column("depart_at", sa.Time(), nullable=True),
        sa.CheckConstraint("depart_on >= arrive_on", name=op.f("ck_stay_departs_after_arriving")),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_stay_ask_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_stay_child_id")),
        sa.ForeignKeyConstraint(["host_id"], ["home.id"], name=op.f("fk_stay_host_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_stay_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay")),
        sa.UniqueConstraint("ask_id", name=op.f("uq_stay_ask_id")),
        sa.UniqueConstraint("key", name=op.f("uq_stay_key")),
    )
    with op.batch_alter_table("stay", schema=None) as batch_op:
        batch_op.create_index("ix_stay_child_arrive", ["child_id", "arrive_on"], unique=False)
        batch_op.create_index("ix_stay_host_arrive", ["host_id", "arrive_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_stay_service_id"), ["service_id"], unique=False)

    op.create_table(
        "uplift_policy",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum("child_nights", "nights", name="basis", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "shape",
            sa.Enum(
                "per_night_beyond",
                "flat_when_exceeded",
                name="shape",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("eligible_roles", sa.String(), nullable=False),
        sa.Column("counted_kinds", sa.String(), nullable=False),
        sa.Column("counted_statuses", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", Id(), nullable=True),
        sa.CheckConstraint(sa.extract("day", sa.column("valid_from")) == 1, name=op.f("ck_uplift_policy_from_a_first")),
        sa.CheckConstraint(
            "eligible_roles <> '' and counted_kinds <> '' and counted_statuses <> ''",
            name=op.f("ck_uplift_policy_counts_something"),
        ),
        sa.CheckConstraint("threshold between 0 and 200", name=op.f("ck_uplift_policy_threshold")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_uplift_policy_created_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_uplift_policy_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uplift_policy")),
        sa.UniqueConstraint("service_id", "valid_from", name=op.f("uq_uplift_policy_service_id_valid_from")),
    )
    op.create_table(
        "uplift_rate",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("per_night_pence", sa.Integer(), nullable=True),
        sa.Column("flat_pence", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", Id(), nullable=True),
        sa.CheckConstraint("flat_pence >= 0", name=op.f("ck_uplift_rate_flat_pence")),
        sa.CheckConstraint("per_night_pence >= 0", name=op.f("ck_uplift_rate_per_night_pence")),
        sa.CheckConstraint(
            "per_night_pence is not null or flat_pence is not null", name=op.f("ck_uplift_rate_sets_something")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_uplift_rate_created_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_uplift_rate_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uplift_rate")),
        sa.UniqueConstraint("service_id", "valid_from", name=op.f("uq_uplift_rate_service_id_valid_from")),
    )
    op.create_table(
        "import_count",
        sa.Column("run_id", Id(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_import_count_run_id")),
        sa.PrimaryKeyConstraint("run_id", "file", name=op.f("pk_import_count")),
    )
    op.create_table(
        "import_warning",
        sa.Column("run_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_import_warning_run_id")),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_import_warning")),
    )
    op.create_table(
        "night_change",
        sa.Column("id", Id(), nullable=False),
        sa.Column("stay_id", Id(), nullable=False),
        sa.Column("child_id", Id(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column(
            "before",
            sa.Enum(
                "planned",
                "happened",
                "not_stayed",
                "absent",
                name="before",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "after",
            sa.Enum(
                "planned",
                "happened",
                "not_stayed",
                "absent",
                name="after",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_night_change_child_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_night_change_person_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_night_change_stay_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_night_change")),
    )
    with op.batch_alter_table("night_change", schema=None) as batch_op:
        batch_op.create_index("ix_night_change_stay", ["stay_id", "at"], unique=False)

    op.create_table(
        "stay_night",
        sa.Column("child_id", Id(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("stay_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "happened",
                "not_stayed",
                "absent",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("bed", sa.Integer(), nullable=True),
        sa.Column("over_capacity", sa.Boolean(), nullable=False),
        sa.Column("confirmed_by", Id(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("bed between 1 and 20", name=op.f("ck_stay_night_bed")),
        sa.CheckConstraint("bed is null or not over_capacity", name=op.f("ck_stay_night_a_bed_or_over_capacity")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_stay_night_child_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_stay_night_confirmed_by")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_stay_night_home_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_stay_night_stay_id")),
        sa.PrimaryKeyConstraint("child_id", "night", name=op.f("pk_stay_night")),
        sa.UniqueConstraint("home_id", "night", "bed", name=op.f("uq_stay_night_home_id_night_bed")),
    )
    with op.batch_alter_table("stay_night", schema=None) as batch_op:
        batch_op.create_index("ix_stay_night_night_home", ["night", "home_id", "state"], unique=False)
        batch_op.create_index("ix_stay_night_stay", ["stay_id", "night"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("stay_night", schema=None) as batch_op:
        batch_op.drop_index("ix_stay_night_stay")
        batch_op.drop_index("ix_stay_night_night_home")

    op.drop_table("stay_night")
    with op.batch_alter_table("night_change", schema=None) as batch_op:
        batch_op.drop_index("ix_night_change_stay")

    op.drop_table("night_change")
    op.drop_table("import_warning")
    op.drop_table("import_count")
    op.drop_table("uplift_rate")
    op.drop_table("uplift_policy")
    with op.batch_alter_table("stay", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stay_service_id"))
        batch_op.drop_index("ix_stay_host_arrive")
        batch_op.drop_index("ix_stay_child_arrive")

    op.drop_table("stay")
    with op.batch_alter_table("signed_in_device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signed_in_device_person_id"))

    op.drop_table("signed_in_device")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_person_unread")

    op.drop_table("notice")
    with op.batch_alter_table("mailed_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailed_link_person_id"))

    op.drop_table("mailed_link")
    op.drop_table("liaison_assignment")
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.drop_index("ix_import_run_service_at")

    op.drop_table("import_run")
    op.drop_table("closed_month")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_home_id"))

    op.drop_table("answer")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_service_at")
        batch_op.drop_index(batch_op.f("ix_activity_home_id"))

    op.drop_table("activity")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index("ix_placement_home")

    op.drop_table("placement")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_service_id"))
        batch_op.drop_index(batch_op.f("ix_person_home_id"))

    op.drop_table("person")
    op.drop_table("not_together")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index("ix_membership_constellation")

    op.drop_table("membership")
    op.drop_table("home_terms")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_service_month")

    op.drop_table("claim")
    op.drop_table("child_status")
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ask_service_id"))
        batch_op.drop_index(batch_op.f("ix_ask_child_id"))

    op.drop_table("ask")
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.drop_index("ix_job_run_name")

    op.drop_table("job_run")
    with op.batch_alter_table("home", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_home_service_id"))

    op.drop_table("home")
    with op.batch_alter_table("constellation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_constellation_service_id"))

    op.drop_table("constellation")
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_child_service_id"))

    op.drop_table("child")
    op.drop_table("service")
    op.drop_table("region")
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_mail_due")

    op.drop_table("outbox_mail")
    op.drop_table("heartbeat")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_subject")

    op.drop_table("audit_entry")
