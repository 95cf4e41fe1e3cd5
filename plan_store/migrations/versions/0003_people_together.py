"""Sign-in by a provider, idle sign-ins, throttling; comments, who is here, last visits; a log that nothing alters"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEVER = "1970-01-01 00:00:00.000000"
REFUSAL = "the log of changes is append-only"


def upgrade() -> None:
    for name in ("issuer", "subject", "invited_by"):
        op.add_column("user", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("user", sa.Column("invited_at", sa.DateTime(), nullable=True))
    op.create_index(
        "ix_user_identity",
        "user",
        ["issuer", "subject"],
        unique=True,
        sqlite_where=sa.text("subject <> ''"),
        postgresql_where=sa.text("subject <> ''"),
    )
    op.add_column("signinsession", sa.Column("seen_at", sa.DateTime(), nullable=False, server_default=NEVER))
    op.execute("UPDATE signinsession SET seen_at = started")
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_sign_in_attempt_key", "sign_in_attempt", ["key", "at"])
    op.create_table(
        "comment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("answers", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        sa.Column("resolved_by", sa.String(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.ForeignKeyConstraint(["answers"], ["comment.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_comment_programme", "comment", ["programme_id", "place", "place_id"])
    op.create_table(
        "presence",
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("programme_id", "user_id"),
    )
    op.create_table(
        "visit",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("before", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("user_id", "programme_id"),
    )
    op.create_index("ix_change_organisation", "change", ["organisation", "at"])
    _protect_log()


def _protect_log() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER change_no_{verb.lower()} BEFORE {verb} ON change"
                f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change"
        " FOR EACH STATEMENT EXECUTE FUNCTION change_is_append_only()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER change_no_{verb}")
    else:
        op.execute("DROP TRIGGER change_append_only ON change")
        op.execute("DROP FUNCTION change_is_append_only()")
    op.drop_index("ix_change_organisation", table_name="change")
    for name in ("visit", "presence", "comment", "sign_in_attempt"):
        op.drop_table(name)
    op.drop_column("signinsession", "seen_at")
    op.drop_index("ix_user_identity", table_name="user")
    for name in ("issuer", "subject", "invited_by", "invited_at"):
        op.drop_column("user", name)
