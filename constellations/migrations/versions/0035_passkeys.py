"""Passkeys and their challenges; councils' sign-in, the accounts there, and the ways to it and back."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0035_passkeys"
down_revision = "0034_second_step"
branch_labels = None
depends_on = None

TABLES = ("council_way", "council_account", "council_sign_in", "passkey_challenge", "passkey")


def upgrade() -> None:
    _create_passkey()
    _create_passkey_challenge()
    _create_council_sign_in()
    _create_council_account()
    _create_council_way()


def _create_passkey() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("handle", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_person_id"), "passkey", ["person_id"], unique=False)


def _create_passkey_challenge() -> None:
    purposes = ("add", "sign_in", "second_step", "again")
    purpose = sa.Enum(*purposes, name="purpose", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "passkey_challenge",
        sa.Column("id", Id(), nullable=False),
        sa.Column("purpose", purpose, nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("handle", sa.LargeBinary(), nullable=True),
        sa.Column("good_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_challenge_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_challenge")),
    )
    for column in ("good_until", "person_id"):
        op.create_index(op.f(f"ix_passkey_challenge_{column}"), "passkey_challenge", [column], unique=False)


def _create_council_sign_in() -> None:
    op.create_table(
        "council_sign_in",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("client_secret", sa.Text(), nullable=False),
        sa.Column("is_only_way", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_council_sign_in_entered_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_council_sign_in_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_council_sign_in")),
    )


def _create_council_account() -> None:
    op.create_table(
        "council_account",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_council_account_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_council_account")),
        sa.UniqueConstraint("tenant_id", "object_id", name=op.f("uq_council_account_tenant_id_object_id")),
    )


def _create_council_way() -> None:
    op.create_table(
        "council_way",
        sa.Column("id", Id(), nullable=False),
        sa.Column("state_hash", sa.CHAR(length=64), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("good_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_council_way_person_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_council_way_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_way")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_council_way_state_hash")),
    )
    op.create_index(op.f("ix_council_way_good_until"), "council_way", ["good_until"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
